import type { Kind } from '../kinds.ts';
import { jsonMetadataView, jsonObjectView } from '../wire/json-view.ts';
import { protobufMetadataView, protobufObjectView } from '../wire/protobuf-view.ts';
import { type IncludeObject, TableView } from '../wire/table-view.ts';
import type { View } from '../wire/view.ts';
import { type Clause, encodingOf, formOf } from './accept.ts';
import { badRequest, notAcceptable } from './status.ts';

export interface NegotiationOptions {
  /** The query's `includeObject`; `''` stands for metadata. */
  readonly includeObject: string;
  /** False on a server that speaks no protobuf. */
  readonly protobuf: boolean;
  readonly now: () => number;
}

/** The first clause that can be answered decides. Throws the 406 or 400 that the server answers. */
export function negotiate(kind: Kind, clauses: readonly Clause[], options: NegotiationOptions): View {
  for (const clause of clauses) {
    const view = viewOf(kind, clause, options);
    if (view !== undefined) return view;
  }
  throw notAcceptable();
}

function viewOf(kind: Kind, clause: Clause, options: NegotiationOptions): View | undefined {
  const encoding = encodingOf(clause);
  const form = formOf(clause);
  if (encoding === undefined || form === undefined) return undefined;
  if (encoding === 'protobuf') {
    if (!options.protobuf || form === 'table') return undefined;
    if (form === 'metadata') return protobufMetadataView();
    const { message } = kind;
    return message === undefined ? undefined : protobufObjectView({ ...kind, message });
  }
  if (form === 'metadata') return jsonMetadataView();
  return form === 'object'
    ? jsonObjectView(kind)
    : new TableView(kind, include(options.includeObject), options.now);
}

function include(text: string): IncludeObject {
  if (text === '' || text === 'Metadata') return 'Metadata';
  if (text === 'None' || text === 'Object') return text;
  throw badRequest(`unrecognized includeObject value: "${text}"`);
}
