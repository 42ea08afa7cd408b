import { CodedError } from '../../protocol/coded-error.ts';
import {
  type AnyKind,
  type Field,
  inline,
  known,
  list,
  type MessageKind,
  map,
  optional,
  unread,
} from './shape.ts';

/** The wanted fields by name; `'all'` is everything below. */
type Wanted = 'all' | Map<string, Wanted>;

/**
 * The shape without the fields that no path names.
 *
 * Paths are dotted property names; lists, maps and pointers take no segment of their own. A path
 * that ends at a message keeps all of it. What is left out stays in the shape as `unread`: readers
 * step over it and give its zero value, so an object has the same properties whatever is enabled,
 * and a family that reads what it did not declare sees missing data in its own test.
 *
 * Throws `KSE_FAMILY_PATH` when a path is not in the shape.
 */
export function prune<T>(shape: MessageKind<T>, paths: readonly string[]): MessageKind<T> {
  const wanted = new Map<string, Wanted>();
  for (const path of paths) {
    require(shape, path);
    want(wanted, path.split('.'));
  }
  // Every field is kept or wrapped as `unread`, which has the same type.
  return pruneMessage(shape, wanted) as MessageKind<T>;
}

/** Whether `PartialObjectMetadata` holds all that these paths read. */
export function onlyMetadata(paths: readonly string[]): boolean {
  return paths.every((path) => path === 'metadata' || path.startsWith('metadata.'));
}

function want(tree: Map<string, Wanted>, segments: readonly string[]): void {
  const [head = '', ...rest] = segments;
  const below = tree.get(head);
  if (below === 'all') return;
  if (rest.length === 0) {
    tree.set(head, 'all');
    return;
  }
  const branch = below ?? new Map<string, Wanted>();
  tree.set(head, branch);
  want(branch, rest);
}

function require(shape: MessageKind<unknown>, path: string): void {
  let message: MessageKind<unknown> | undefined = shape;
  for (const segment of path.split('.')) {
    const field: Field | undefined =
      message !== undefined && Object.hasOwn(message.fields, segment) ? message.fields[segment] : undefined;
    if (field === undefined) {
      throw new CodedError('KSE_FAMILY_PATH', `no field ${segment} in the shape, on the path ${path}`, {
        hint: 'add the field to the shape or correct the path that the family declares',
      });
    }
    message = messageIn(field[1]);
  }
}

/** The message that a kind is or holds. */
function messageIn(kind: AnyKind): MessageKind<unknown> | undefined {
  const it = known(kind);
  if (it.kind === 'message') return it;
  return 'of' in it ? messageIn(it.of) : undefined;
}

function pruneKind(kind: AnyKind, wanted: Map<string, Wanted>): AnyKind {
  const it = known(kind);
  switch (it.kind) {
    case 'message':
      return pruneMessage(it, wanted);
    case 'inline':
      return inline(pruneMessage(it.of, wanted));
    case 'optional':
      return optional(pruneKind(it.of, wanted));
    case 'list':
      return list(pruneKind(it.of, wanted));
    case 'map':
      return map(pruneKind(it.of, wanted));
    default:
      return it;
  }
}

function pruneMessage(shape: MessageKind<unknown>, wanted: Map<string, Wanted>): MessageKind<unknown> {
  const fields: Record<string, Field> = {};
  for (const [name, [number, kind]] of Object.entries(shape.fields)) {
    const below = wanted.get(name);
    if (below === undefined) fields[name] = [number, unread(kind)];
    else fields[name] = [number, below === 'all' ? kind : pruneKind(kind, below)];
  }
  return { kind: 'message', fields };
}
