/** One entry of an Accept header. */
export interface Clause {
  /** `application/json`. */
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

export const JSON_TYPE = 'application/json';
export const PROTOBUF_TYPE = 'application/vnd.kubernetes.protobuf';

/** What an answer may be turned into instead of the object itself. */
export type Form = 'object' | 'metadata' | 'table';

/** The clauses of an Accept header by preference; what is absent accepts JSON. */
export function parseAccept(header: string | undefined): readonly Clause[] {
  const clauses = (header ?? '').split(',').flatMap((text): Clause[] => {
    const [type = '', ...rest] = text.split(';').map((part) => part.trim());
    if (type === '') return [];
    const parameters = rest.map((part): [string, string] => {
      const [name = '', value = ''] = part.split('=', 2);
      return [name, value];
    });
    return [{ type, parameters: new Map(parameters) }];
  });
  if (clauses.length === 0) return [{ type: JSON_TYPE, parameters: new Map() }];
  const quality = (clause: Clause): number => Number(clause.parameters.get('q') ?? 1);
  return clauses.sort((a, b) => quality(b) - quality(a));
}

/** The encoding that a clause names; `undefined` for one that the server can't write. */
export function encodingOf(clause: Clause): 'json' | 'protobuf' | undefined {
  if (clause.type === PROTOBUF_TYPE) return 'protobuf';
  return [JSON_TYPE, 'application/*', '*/*'].includes(clause.type) ? 'json' : undefined;
}

/** The form that a clause asks for; `undefined` for one that doesn't exist. */
export function formOf(clause: Clause): Form | undefined {
  const as = clause.parameters.get('as');
  if (as === undefined) return 'object';
  if (clause.parameters.get('g') !== 'meta.k8s.io' || clause.parameters.get('v') !== 'v1') return undefined;
  if (as === 'Table') return 'table';
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList' ? 'metadata' : undefined;
}
