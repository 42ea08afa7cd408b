import { Op } from '../../../protocol/op.ts';
import { Carry } from './carry.ts';
import { lost, MAX_FRAME_BYTES, tooLarge } from './frame-error.ts';
import type { ListFramer, ListHandler, ListMeta } from './handler.ts';
import { columnNames, passListItem } from './json-objects.ts';
import { parseJson } from './json-scan.ts';
import { isSpace, ValueEnd } from './json-value-end.ts';
import { textOf } from './wire.ts';

/** What is expected next. */
const State = {
  open: 0,
  firstKey: 1,
  key: 2,
  colon: 3,
  value: 4,
  afterValue: 5,
  firstItem: 6,
  item: 7,
  afterItem: 8,
  done: 9,
} as const;
type State = (typeof State)[keyof typeof State];

const [QUOTE, COMMA, COLON, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = Buffer.from('",:{}[]');

/** Members of the list that are read; all others but the items are dropped as they come. */
const METADATA = 'metadata';
const COLUMNS = 'columnDefinitions';

/** What a Table may send of rows before its columns, so that they have to be held back. */
const MAX_HELD_BYTES = 8 * 1024 * 1024;

/**
 * A list body in JSON, passed on item by item as the bytes come: an object with `items`, or a
 * Table with `rows`, its members in any order.
 */
export class JsonListFramer implements ListFramer {
  readonly #handler: ListHandler;
  readonly #table: boolean;
  readonly #limit: number;
  readonly #carry: Carry;
  readonly #valueEnd = new ValueEnd();
  #state: State = State.open;
  /** In the middle of a key, value or item, part of which is carried. */
  #inside = false;
  #key = '';
  #hasItems = false;
  #objects = 0;
  #meta: ListMeta = { resourceVersion: '', continueToken: '', remainingItemCount: undefined };
  /** Rows that came before the columns that explain them; `undefined` once those are known. */
  #held: Uint8Array[] | undefined;
  #heldBytes = 0;

  constructor(handler: ListHandler, options: { table?: boolean; maxFrameBytes?: number } = {}) {
    this.#handler = handler;
    this.#table = options.table ?? false;
    this.#limit = options.maxFrameBytes ?? MAX_FRAME_BYTES;
    this.#carry = new Carry(this.#limit);
    if (this.#table) this.#held = [];
  }

  get objects(): number {
    return this.#objects;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#inside) {
        at = this.#token(chunk, at);
      } else if (isSpace(chunk[at] as number)) {
        at++;
      } else if (this.#startsToken(chunk[at] as number)) {
        this.#inside = true;
        this.#valueEnd.reset();
      } else {
        this.#punctuation(chunk[at] as number);
        at++;
      }
    }
  }

  end(): ListMeta {
    if (this.#state !== State.done) throw lost('a list is cut off');
    // Without this an answer that is no list at all would be taken for an empty one.
    if (!this.#hasItems) throw lost('an answer without a list');
    this.#release();
    return this.#meta;
  }

  /** Whether a key, value or item starts with this byte, as against punctuation. */
  #startsToken(byte: number): boolean {
    const state = this.#state;
    if (state === State.firstKey || state === State.key) return byte === QUOTE;
    if (state === State.value) return !(byte === OPEN_BRACKET && this.#isItems());
    if (state === State.firstItem) return byte !== CLOSE_BRACKET;
    return state === State.item;
  }

  #isItems(): boolean {
    return this.#key === (this.#table ? 'rows' : 'items');
  }

  #punctuation(byte: number): void {
    const next = after(this.#state, byte);
    if (next === undefined) throw lost('JSON: a list is not well formed');
    this.#state = next;
  }

  /** Goes on with a key, value or item; returns where it ends in this chunk, or the chunk's end. */
  #token(chunk: Uint8Array, at: number): number {
    const end = this.#valueEnd.find(chunk, at, chunk.length);
    if (end === undefined) {
      if (this.#keeps()) this.#carry.append(chunk, at, chunk.length);
      return chunk.length;
    }
    this.#inside = false;
    if (this.#carry.length === 0) {
      if (end - at > this.#limit) throw tooLarge(this.#limit, end - at);
      this.#take(chunk, at, end);
      return end;
    }
    this.#carry.append(chunk, at, end);
    this.#take(this.#carry.bytes, 0, this.#carry.length);
    this.#carry.clear();
    return end;
  }

  /** Whether the bytes of the current token will be needed once it is whole. */
  #keeps(): boolean {
    return this.#state !== State.value || this.#key === METADATA || this.#key === COLUMNS;
  }

  #take(bytes: Uint8Array, start: number, end: number): void {
    if (this.#state === State.value) {
      this.#state = State.afterValue;
      if (this.#key === METADATA) this.#meta = readListMeta(bytes, start, end);
      else if (this.#key === COLUMNS) this.#columns(bytes, start, end);
      else if (this.#table && this.#key === 'items') throw lost('a list where a Table was asked for');
    } else if (this.#state === State.item || this.#state === State.firstItem) {
      this.#state = State.afterItem;
      this.#item(bytes, start, end);
    } else {
      this.#state = State.colon;
      this.#key = String(parseJson(textOf(bytes, start, end)));
      if (this.#isItems()) this.#hasItems = true;
    }
  }

  #item(bytes: Uint8Array, start: number, end: number): void {
    if (this.#held === undefined) {
      this.#pass(bytes, start, end);
      return;
    }
    this.#heldBytes += end - start;
    if (this.#heldBytes > MAX_HELD_BYTES) throw lost('a Table whose rows come before its columns');
    this.#held.push(bytes.slice(start, end));
  }

  #columns(bytes: Uint8Array, start: number, end: number): void {
    const names = columnNames(bytes, start, end);
    if (names !== undefined) this.#handler.columns(names);
    this.#release();
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const row of held) this.#pass(row, 0, row.length);
  }

  #pass(bytes: Uint8Array, start: number, end: number): void {
    const payload = this.#table ? 'row' : 'object';
    if (passListItem(this.#handler, Op.upsert, bytes, start, end, payload)) this.#objects++;
  }
}

/** The state that a punctuation mark leads to, or `undefined` where it can't be. */
function after(state: State, byte: number): State | undefined {
  switch (state) {
    case State.open:
      return byte === OPEN_BRACE ? State.firstKey : undefined;
    case State.firstKey:
      return byte === CLOSE_BRACE ? State.done : undefined;
    case State.colon:
      return byte === COLON ? State.value : undefined;
    case State.value:
      // Only the array of items gets here; every other value is taken as a whole.
      return State.firstItem;
    case State.afterValue:
      if (byte === COMMA) return State.key;
      return byte === CLOSE_BRACE ? State.done : undefined;
    case State.firstItem:
      return State.afterValue;
    case State.afterItem:
      if (byte === COMMA) return State.item;
      return byte === CLOSE_BRACKET ? State.afterValue : undefined;
    default:
      return undefined;
  }
}

function readListMeta(bytes: Uint8Array, start: number, end: number): ListMeta {
  const value = parseJson(textOf(bytes, start, end));
  const meta = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const { resourceVersion, remainingItemCount } = meta;
  const token = meta.continue;
  return {
    resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : '',
    continueToken: typeof token === 'string' ? token : '',
    remainingItemCount: typeof remainingItemCount === 'number' ? remainingItemCount : undefined,
  };
}
