import { CodedError } from '../../protocol/coded-error.ts';
import { Encoding } from '../../protocol/op.ts';
import type { Transfer } from './stream-request.ts';

/** The media types that are asked for, in the order of preference. */
export type Preference = 'protobuf' | 'json';

const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const JSON_TYPE = 'application/json';

/** Parameters that have the API server transform the objects, by transfer; lists, then watches. */
const AS: Readonly<Record<Transfer, readonly [list: string, watch: string]>> = {
  full: ['', ''],
  metadata: [
    ';as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
    ';as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
  ],
  table: [';as=Table;g=meta.k8s.io;v=v1', ';as=Table;g=meta.k8s.io;v=v1'],
};

/**
 * The Accept header of a list. Protobuf names JSON as second choice, so that a resource without
 * protobuf still answers at once. No second choice ever is a larger transfer: whoever asks for
 * metadata must not be sent secrets.
 */
export function listAccept(transfer: Transfer, preference: Preference): string {
  const [as] = AS[transfer];
  const json = `${JSON_TYPE}${as}`;
  return preference === 'protobuf' && transfer !== 'table' ? `${PROTOBUF}${as},${json}` : json;
}

/**
 * The Accept header of a watch. Watches name one type only: of two, servers differ in which they
 * take for a stream. A refusal (406) turns the reflector to JSON.
 */
export function watchAccept(transfer: Transfer, preference: Preference): string {
  const [, as] = AS[transfer];
  return preference === 'protobuf' && transfer !== 'table'
    ? `${PROTOBUF};stream=watch${as}`
    : `${JSON_TYPE}${as}`;
}

/**
 * How the objects of an answer are written, from its Content-Type. Throws `KSE_API_CONTENT_TYPE`
 * for any other: a proxy's page with status 200 is no list.
 */
export function encodingOf(contentType: string | undefined, transfer: Transfer): Encoding {
  const [type = ''] = (contentType ?? '').split(';');
  const media = type.trim().toLowerCase();
  if (media === JSON_TYPE) return transfer === 'table' ? Encoding.tableRow : Encoding.json;
  if (media === PROTOBUF && transfer !== 'table') return Encoding.protobuf;
  throw new CodedError('KSE_API_CONTENT_TYPE', `an answer of type ${media === '' ? 'unknown' : media}`, {
    hint: 'check that nothing between the exporter and the API server answers in its place',
  });
}
