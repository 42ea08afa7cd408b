import { type AnyKind, known } from '../../../src/workers/shape/shape.ts';

/** A value of a shape as parsed JSON, as the API server would write it. */
export function toJson(kind: AnyKind, value: unknown): unknown {
  const it = known(kind);
  switch (it.kind) {
    case 'byteLength':
      return Buffer.alloc(value as number).toString('base64');
    case 'time':
      return value === undefined ? null : new Date((value as number) * 1000).toISOString();
    case 'optional':
      return value === undefined ? null : toJson(it.of, value);
    case 'inline':
    case 'unread':
      return toJson(it.of, value);
    case 'list':
      return (value as readonly unknown[]).map((item) => toJson(it.of, item));
    case 'map':
      return Object.fromEntries(
        [...(value as ReadonlyMap<string, unknown>)].map(([key, item]) => [key, toJson(it.of, item)]),
      );
    case 'message': {
      const json: Record<string, unknown> = {};
      for (const [name, [, field]] of Object.entries(it.fields)) {
        const written = toJson(field, (value as Readonly<Record<string, unknown>>)[name]);
        if (known(field).kind === 'inline') Object.assign(json, written);
        else json[name] = written;
      }
      return json;
    }
    default:
      return value;
  }
}
