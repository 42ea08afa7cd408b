import { compileJsonKind, isJsonObject, type JsonReader } from './json-reader.ts';
import type { MessageKind } from './shape.ts';
import type { Struct } from './zero.ts';

interface CellReader {
  readonly property: string;
  /** Position of the column; -1 when the Table has no such column. */
  readonly index: number;
  readonly path: string;
  readonly read: JsonReader<unknown>;
}

/**
 * Compiles a reader of Table rows, `{"cells":[…],"object":{…}}`, that gives the same objects as the
 * reader of the full form: metadata from the row's PartialObjectMetadata, and of the rest what
 * `cellFields` takes from cells (column name -> top-level property of the shape).
 *
 * A column that the Table lacks, a row without the cell and a cell of the wrong type count as a
 * field of the wrong type: the property is `undefined`. Never throws.
 */
export function compileTableRowReader<T>(
  shape: MessageKind<T>,
  columns: readonly string[],
  cellFields: Readonly<Record<string, string>>,
): JsonReader<T> {
  const readObject = compileJsonKind(shape, '');
  const cellReaders = Object.entries(cellFields).flatMap(([column, property]): CellReader[] => {
    const field = shape.fields[property];
    if (field === undefined) throw new TypeError(`a cell can't be put into ${property}: not in the shape`);
    // What is not read in the full form isn't read here either.
    if (field[1].kind === 'unread') return [];
    const path = `cells.${column}`;
    return [{ property, index: columns.indexOf(column), path, read: compileJsonKind(field[1], path) }];
  });
  return (row, issues) => {
    const { cells, object } = isJsonObject(row) ? row : {};
    if (object === undefined || object === null) issues.add('object');
    // A copy: what was read may be the shape's shared zero message.
    const value = { ...(readObject(object, issues) as Struct) };
    for (const { property, index, path, read } of cellReaders) {
      const cell: unknown = Array.isArray(cells) ? cells[index] : undefined;
      if (cell === undefined) {
        issues.add(path);
        value[property] = undefined;
      } else {
        value[property] = read(cell, issues);
      }
    }
    return value as T;
  };
}
