/**
 * Messages by full name, each as a list of its fields in the order of Kubernetes' JSON:
 *
 *     number jsonName type
 *
 * with `T` for what Go holds by value (always on the wire, zero or not), `T?` for what it holds by
 * pointer (on the wire when set), `[]T`, `{}T` for a map with string keys, and `~T` for a struct
 * that protobuf nests and JSON writes into its parent. A bare message name is looked up in the
 * message's own package first, then among the shared ones.
 */
export type Messages = Readonly<Record<string, string>>;

/** How a field's values are held. */
export type Holding = 'value' | 'pointer' | 'list' | 'map' | 'inline';

export interface FieldSpec {
  readonly number: number;
  /** The JSON name. */
  readonly name: string;
  readonly holding: Holding;
  /** A scalar, or the full name of a message. */
  readonly type: string;
}

/** Types that are not messages. */
export const SCALARS: ReadonlySet<string> = new Set(['string', 'bytes', 'bool', 'int32', 'int64']);

const SHARED = ['meta.v1', 'resource', 'intstr'];
const FIELD = /^(\d+) (\w+) (\[\]|\{\}|~)?([\w.]+)(\?)?$/;
const HOLDING = { '[]': 'list', '{}': 'map', '~': 'inline' } as const;

/** Reads one message's fields; `has` says which full names exist. Throws on what it can't read. */
export function parseFields(
  message: string,
  text: string,
  has: (name: string) => boolean,
): readonly FieldSpec[] {
  const home = message.slice(0, message.lastIndexOf('.'));
  const resolve = (type: string): string => {
    if (SCALARS.has(type) || has(type)) return type;
    const found = [home, ...SHARED].map((place) => `${place}.${type}`).find(has);
    if (found === undefined) throw new Error(`${message}: unknown type ${type}`);
    return found;
  };
  return text
    .trim()
    .split(/,\s*/)
    .map((entry) => {
      const [, number, name, mark, type, pointer] = FIELD.exec(entry.trim()) ?? [];
      if (number === undefined || name === undefined || type === undefined)
        throw new Error(`${message}: can't read "${entry}"`);
      const holding: Holding =
        mark !== undefined
          ? HOLDING[mark as keyof typeof HOLDING]
          : pointer === undefined
            ? 'value'
            : 'pointer';
      return { number: Number(number), name, holding, type: resolve(type) };
    });
}
