import { textOf } from '../kube/frames/wire.ts';
import { ByteWindow } from './byte-window.ts';
import { ListHeadReader, LONGEST_NAME } from './list-head.ts';
import { type Cutter, MAX_OBJECT_BYTES, type Piece } from './piece.ts';
import type { Place } from './place.ts';
import { PlaceCounter } from './place-counter.ts';

const [SPACE, TAB, NEWLINE, RETURN] = [0x20, 0x09, 0x0a, 0x0d] as const;
const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a] as const;
const [BRACE, BRACE_END, BRACKET, BRACKET_END] = [0x7b, 0x7d, 0x5b, 0x5d] as const;
/** What lines start with that are YAML between JSON documents: a separator, a comment, a directive. */
const YAML_STARTS: ReadonlySet<number> = new Set(Buffer.from('-#%'));

/** Go's decoder refuses deeper nesting, and so does no real object need it. */
const MAX_DEPTH = 10_000;

/** Where the cutter is. */
const State = {
  /** Between documents. */
  between: 0,
  /** In a document, or in the text of a list around its items. */
  document: 1,
  /** Before an item, or the end of the items. */
  items: 2,
  item: 3,
  afterItem: 4,
  /** Behind a fault: what comes is dropped up to a line that starts with a brace. */
  lost: 5,
} as const;
type State = (typeof State)[keyof typeof State];

/**
 * Cuts JSON into objects as the bytes come: one object, several in a row, one a line, and the items
 * of lists one by one, so that memory is bounded by the largest object and not by the list.
 *
 * Brackets and strings are followed, which is enough to find where objects end; whether they are
 * JSON is decided by who parses them. When they don't add up, the next line that starts with a
 * brace is taken for the next document: that is where objects start in one-a-line files and in
 * indented ones alike.
 */
export class JsonCutter implements Cutter {
  readonly #window = new ByteWindow();
  readonly #place = new PlaceCounter();
  readonly #maxBytes: number;
  #state: State = State.between;
  /** Bytes behind the window's start that have been scanned. */
  #scanned = 0;
  #ended = false;
  #stack: number[] = [];
  #inString = false;
  #escape = false;
  /** Where the string at hand starts, behind the window's start. */
  #stringFrom = 0;
  /** The string at hand is a member's value, not its name. */
  #isValue = false;
  /** The last byte outside of strings that is no whitespace; the quote for a string. */
  #previous = 0;
  /** No byte but the newline before it has come on this line. */
  #lineStart = true;
  #start: Place = { line: 1, column: 1 };
  readonly #head = new ListHeadReader();
  /** The parts of a list's own text; `undefined` while no list is open, or for a bare array. */
  #envelope: Uint8Array[] | undefined;
  #inList = false;
  #listStart: Place = this.#start;
  /** Every document so far was one line, so a line is a document. */
  #lines = true;
  #documents = 0;

  constructor(maxBytes: number = MAX_OBJECT_BYTES) {
    this.#maxBytes = maxBytes;
  }

  append(chunk: Uint8Array): void {
    this.#window.append(chunk);
  }

  end(): void {
    this.#ended = true;
  }

  next(): Piece | undefined {
    const { bytes, end } = this.#window;
    while (this.#window.start + this.#scanned < end) {
      const at = this.#window.start + this.#scanned;
      const byte = bytes[at] as number;
      const piece = this.#inString ? this.#string(bytes, at, end) : this.#structure(byte);
      if (piece !== undefined) return piece;
    }
    if (this.#state === State.document || this.#state === State.item) {
      if (this.#scanned > this.#maxBytes) return this.#tooLarge();
    } else {
      this.#drop();
    }
    return this.#ended ? this.#atEnd() : undefined;
  }

  /** Hands what has not been taken to who goes on in another format. */
  rest(): Uint8Array {
    return this.#window.bytes.subarray(this.#window.start, this.#window.end);
  }

  #atEnd(): Piece | undefined {
    const state = this.#state;
    this.#state = State.between;
    if (state === State.between || state === State.lost) return undefined;
    const place = this.#inList ? this.#listStart : this.#start;
    const what = this.#inList ? 'a list that is cut off' : 'an object that is cut off';
    this.#forget();
    this.#drop();
    return { type: 'fault', what: `${what} (the input ends at line ${this.#place.line})`, place };
  }

  /** Goes on in a string, in one go up to its end or the end of what has been read. */
  #string(bytes: Uint8Array, from: number, end: number): Piece | undefined {
    let at = from;
    for (; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte === NEWLINE) {
        this.#advance(at - from);
        return this.#fault('a line break inside of a string');
      }
      if ((byte & 0xc0) === 0x80) this.#place.continuation();
      if (this.#escape) this.#escape = false;
      else if (byte === BACKSLASH) this.#escape = true;
      else if (byte === QUOTE) {
        this.#advance(at + 1 - from);
        this.#inString = false;
        this.#stringEnd(bytes, at);
        return undefined;
      }
    }
    this.#advance(at - from);
    return undefined;
  }

  #stringEnd(bytes: Uint8Array, end: number): void {
    if (this.#state !== State.document || this.#stack.length !== 1) return;
    const start = this.#window.start + this.#stringFrom;
    this.#head.string(this.#isValue, end - start > LONGEST_NAME ? '' : textOf(bytes, start, end));
  }

  #structure(byte: number): Piece | undefined {
    if (byte === NEWLINE) {
      this.#advance(1);
      this.#place.newline();
      this.#lineStart = true;
      return undefined;
    }
    if (byte === SPACE || byte === TAB || byte === RETURN) {
      this.#lineStart = false;
      this.#advance(1);
      return undefined;
    }
    const lineStart = this.#lineStart;
    this.#lineStart = false;
    switch (this.#state) {
      case State.between:
        return this.#begin(byte, lineStart);
      case State.lost:
        if (lineStart && byte === BRACE) return this.#begin(byte, lineStart);
        if ((byte & 0xc0) === 0x80) this.#place.continuation();
        this.#advance(1);
        return undefined;
      case State.items:
        if (byte === BRACKET_END && this.#previous !== COMMA) return this.#itemsEnd();
        if (byte === COMMA || byte === BRACKET_END) return this.#fault('no item where one has to be');
        this.#drop();
        this.#start = this.#place.here;
        this.#state = State.item;
        return this.#inside(byte, false);
      case State.afterItem:
        if (byte === BRACKET_END) return this.#itemsEnd();
        if (byte !== COMMA) return this.#broken(byte, lineStart, 'no comma between two items');
        this.#previous = COMMA;
        this.#state = State.items;
        this.#advance(1);
        return undefined;
      default:
        return this.#inside(byte, lineStart);
    }
  }

  /** A byte that a document starts with, or should. */
  #begin(byte: number, lineStart: boolean): Piece | undefined {
    this.#drop();
    this.#start = this.#place.here;
    this.#forget();
    if (byte === BRACE) {
      this.#state = State.document;
      this.#head.reset();
      return this.#inside(byte, false);
    }
    if (byte === BRACKET) {
      this.#openList(undefined);
      this.#advance(1);
      return undefined;
    }
    if (lineStart && YAML_STARTS.has(byte)) return { type: 'yaml', place: this.#start };
    return this.#fault('neither an object nor a list');
  }

  /** A byte of a document or of an item, outside of its strings. */
  #inside(byte: number, lineStart: boolean): Piece | undefined {
    const stack = this.#stack;
    switch (byte) {
      case BRACE:
      case BRACKET:
        if (lineStart && byte === BRACE && this.#mustBeNew()) return this.#cutOff();
        if (stack.length >= MAX_DEPTH) return this.#fault('more than 10,000 levels of nesting');
        if (byte === BRACKET && this.#opensItems()) return this.#itemsStart();
        stack.push(byte);
        break;
      case BRACE_END:
      case BRACKET_END:
        if (stack.pop() !== (byte === BRACE_END ? BRACE : BRACKET)) {
          return this.#fault(`a ${String.fromCharCode(byte)} that closes nothing`);
        }
        this.#previous = byte;
        this.#advance(1);
        return stack.length === 0 ? this.#whole() : undefined;
      case QUOTE:
        if (stack.length === 0) return this.#fault('an item that is no object');
        this.#isValue = this.#previous === COLON;
        this.#inString = true;
        this.#stringFrom = this.#scanned + 1;
        break;
      default:
        if (stack.length === 0) return this.#fault('an item that is no object');
        if ((byte & 0xc0) === 0x80) this.#place.continuation();
    }
    this.#previous = byte;
    this.#advance(1);
    return undefined;
  }

  /** Whether a brace at the start of a line can't be a part of the document at hand. */
  #mustBeNew(): boolean {
    if (this.#stack.length === 0) return false;
    if (this.#lines && this.#documents > 0) return true;
    const inArray = this.#stack.at(-1) === BRACKET;
    return !(inArray && (this.#previous === BRACKET || this.#previous === COMMA));
  }

  #cutOff(): Piece {
    const place = this.#start;
    this.#lineStart = true;
    this.#lose();
    return { type: 'fault', what: 'an object that is cut off: the next one starts before its end', place };
  }

  /** A fault where a new document may start with this very byte. */
  #broken(byte: number, lineStart: boolean, what: string): Piece {
    this.#lineStart = lineStart && byte === BRACE;
    return this.#fault(what);
  }

  #opensItems(): boolean {
    return (
      this.#state === State.document &&
      this.#stack.length === 1 &&
      this.#envelope === undefined &&
      this.#previous === COLON &&
      this.#head.opensItems
    );
  }

  #itemsStart(): undefined {
    this.#advance(1);
    const { bytes, start } = this.#window;
    this.#openList([bytes.slice(start, start + this.#scanned)]);
    return undefined;
  }

  #openList(envelope: Uint8Array[] | undefined): void {
    this.#listStart = this.#start;
    this.#envelope = envelope;
    this.#inList = true;
    this.#previous = BRACKET;
    // The items have brackets of their own to count.
    this.#stack = [];
    this.#state = State.items;
  }

  /** The bracket that closes the items has come: what follows is the rest of the list's text. */
  #itemsEnd(): Piece | undefined {
    this.#drop();
    this.#advance(1);
    if (this.#envelope === undefined) {
      this.#drop();
      return this.#listOver(undefined);
    }
    this.#start = this.#listStart;
    this.#stack = [BRACE];
    this.#previous = BRACKET_END;
    this.#state = State.document;
    return undefined;
  }

  /** The last bracket of a document or an item has come. */
  #whole(): Piece {
    const { bytes, start } = this.#window;
    const end = start + this.#scanned;
    const isItem = this.#state === State.item;
    if (this.#envelope !== undefined && !isItem) {
      const envelope = Buffer.concat([...this.#envelope, bytes.subarray(start, end)]);
      this.#drop();
      return this.#listOver(envelope);
    }
    this.#drop();
    this.#state = isItem ? State.afterItem : State.between;
    if (!isItem) {
      this.#documents++;
      if (this.#place.line !== this.#start.line) this.#lines = false;
    }
    const list = isItem ? this.#head.head : undefined;
    return { type: 'value', bytes, start, end, place: this.#start, list };
  }

  #listOver(envelope: Uint8Array | undefined): Piece {
    const place = this.#listStart;
    this.#documents++;
    if (this.#place.line !== place.line) this.#lines = false;
    this.#state = State.between;
    this.#forget();
    return { type: 'list', envelope, place };
  }

  #fault(what: string): Piece {
    const place = this.#place.here;
    this.#lose();
    return { type: 'fault', what, place };
  }

  #tooLarge(): Piece {
    const place = this.#start;
    this.#lose();
    return { type: 'fault', what: `an object of more than ${this.#maxBytes} bytes`, place };
  }

  #lose(): void {
    this.#forget();
    this.#drop();
    this.#state = State.lost;
  }

  #forget(): void {
    this.#stack = [];
    this.#inString = false;
    this.#escape = false;
    this.#envelope = undefined;
    this.#inList = false;
    this.#head.reset();
  }

  #advance(count: number): void {
    this.#scanned += count;
    this.#place.advance(count);
  }

  #drop(): void {
    this.#window.consume(this.#scanned);
    this.#scanned = 0;
  }
}
