import type { Item } from '../item.ts';
import { type JsonObject, objectAt, stringAt } from '../json.ts';

/** A column of a Table: its definition, and the cell of an object (or of a bookmark's empty one). */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer';
  readonly format: string;
  readonly description: string;
  cell(item: Item, now: number): string | number;
  /** The cell of a bookmark's row. */
  readonly zero: string | number;
}

const name: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'The name of the object.',
  cell: (item) => item.name,
  zero: '',
};

const age: Column = {
  name: 'Age',
  type: 'string',
  format: '',
  description: 'Time since the object was created.',
  cell: (item, now) => {
    const created = Date.parse(stringAt(objectAt(item.body(), 'metadata'), 'creationTimestamp'));
    return Number.isNaN(created) ? '<unknown>' : humanDuration(now - created);
  },
  zero: '<unknown>',
};

const entries = (item: Item, ...fields: readonly string[]): number =>
  fields.reduce((sum, field) => sum + Object.keys(objectAt(item.body(), field)).length, 0);

const secret: readonly Column[] = [
  name,
  {
    name: 'Type',
    type: 'string',
    format: '',
    description: 'The type of the secret.',
    cell: (item) => stringAt(item.body() as JsonObject, 'type'),
    zero: '',
  },
  {
    name: 'Data',
    type: 'string',
    format: '',
    description: 'How many entries the secret has.',
    cell: (item) => entries(item, 'data'),
    zero: 0,
  },
  age,
];

const configMap: readonly Column[] = [
  name,
  {
    name: 'Data',
    type: 'string',
    format: '',
    description: 'How many entries the configmap has.',
    cell: (item) => entries(item, 'data', 'binaryData'),
    zero: 0,
  },
  age,
];

/** The columns of a kind. Kinds without a row of their own have name and age, as custom resources do. */
export function columnsOf(kind: string): readonly Column[] {
  if (kind === 'Secret') return secret;
  return kind === 'ConfigMap' ? configMap : [name, age];
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The largest unit that leaves a readable number, as kubectl shows ages. */
export function humanDuration(milliseconds: number): string {
  if (milliseconds < 2 * MINUTE) return `${Math.max(0, Math.floor(milliseconds / SECOND))}s`;
  if (milliseconds < 3 * HOUR) return `${Math.floor(milliseconds / MINUTE)}m`;
  if (milliseconds < 2 * DAY) return `${Math.floor(milliseconds / HOUR)}h`;
  return `${Math.floor(milliseconds / DAY)}d`;
}
