import { ByteWindow } from './byte-window.ts';
import type { Cutter, Piece } from './piece.ts';
import type { Place } from './place.ts';

const NEWLINE = 0x0a;

/**
 * A document beyond this is cut into the items of its list, where it is one written as kubectl
 * writes them. Below it a document is parsed as a whole, so that anchors reach everywhere.
 */
const SPLIT_BYTES = 1024 * 1024;

/** A parsed document takes about 50 times its text: 16 MiB are 800 MiB. */
export const MAX_YAML_BYTES = 16 * 1024 * 1024;

interface Limits {
  readonly split: number;
  readonly document: number;
}

/** `---` or `...` at the start of a line, and nothing right behind it. */
const SEPARATOR = /^(?:---|\.\.\.)(?=[ \t\r]|$)/;
/** Neither content nor a separator. */
const BLANK = /^[ \t\r]*(?:#.*)?$/s;
const DIRECTIVE = /^%/;
const ITEMS = /^items:[ \t\r]*(?:#.*)?$/;
const ITEM = /^( *)-(?= |\r?$)/;

/**
 * Cuts YAML into documents, line by line, and large lists into their items. A line of a list's item
 * is always indented more than its dash (block scalars and quoted strings included), so that the
 * dashes of the list's own column are where its items start.
 */
export class YamlCutter implements Cutter {
  readonly #window = new ByteWindow();
  readonly #limits: Limits;
  #line: number;
  #ended = false;
  /** Bytes of the window that belong to the document, and where the search for the next newline goes on. */
  #taken = 0;
  #searched = 0;
  #startLine: number;
  /** The document has more than comments and directives. */
  #content = false;
  /** The document's first line has been marked by `---`. */
  #marked = false;
  #skipping = false;
  #list: OpenList | undefined;
  readonly #ready: Piece[] = [];

  constructor(start: Place = { line: 1, column: 1 }, limits: Partial<Limits> = {}) {
    this.#limits = { split: SPLIT_BYTES, document: MAX_YAML_BYTES, ...limits };
    this.#line = start.line;
    this.#startLine = start.line;
  }

  append(chunk: Uint8Array): void {
    this.#window.append(chunk);
  }

  end(): void {
    this.#ended = true;
  }

  next(): Piece | undefined {
    for (;;) {
      const ready = this.#ready.shift();
      if (ready !== undefined) return ready;
      const line = this.#nextLine();
      if (line !== undefined) this.#take(line.text, line.bytes);
      else if (this.#ended && this.#taken > 0) this.#finish();
      else if (this.#ended && this.#list !== undefined) this.#finish();
      else return undefined;
    }
  }

  /** The next whole line, or at the end what is left. */
  #nextLine(): { readonly text: string; readonly bytes: number } | undefined {
    const { bytes, start, end } = this.#window;
    const from = start + this.#taken;
    const newline = bytes.subarray(0, end).indexOf(NEWLINE, start + Math.max(this.#taken, this.#searched));
    if (newline < 0) {
      this.#searched = end - start;
      if (this.#searched - this.#taken > this.#limits.document) {
        this.#tooLarge();
        // One endless line: what is left of it will be skipped as a line of its own.
        this.#window.consume(end - start - this.#taken);
        this.#searched = 0;
        return undefined;
      }
      if (!this.#ended || from === end) return undefined;
      return { text: head(bytes, from, end), bytes: end - from };
    }
    return { text: head(bytes, from, newline), bytes: newline + 1 - from };
  }

  #take(text: string, bytes: number): void {
    const separator = SEPARATOR.exec(text)?.[0];
    if (separator === '...') {
      this.#taken += bytes;
      this.#line++;
      this.#finish();
      return;
    }
    if (separator !== undefined && (this.#content || this.#marked)) this.#finish();
    if (separator === '---') this.#marked = true;
    const rest = separator === undefined ? text : text.slice(separator.length);
    if (!BLANK.test(rest) && !DIRECTIVE.test(text)) {
      this.#content = true;
      if (separator === undefined) this.#watchList(text);
    }
    this.#taken += bytes;
    this.#line++;
    if (this.#skipping) this.#drop();
    else if (this.#taken > this.#limits.document && !this.#splits()) this.#tooLarge();
  }

  /** Notices the lines that a list is made of. */
  #watchList(text: string): void {
    const list = this.#list;
    if (list === undefined) {
      if (ITEMS.test(text)) {
        this.#list = {
          indent: -1,
          state: 'head',
          marks: [],
          envelope: undefined,
          startLine: this.#startLine,
        };
      }
      return;
    }
    if (list.state === 'tail') return;
    const dash = ITEM.exec(text)?.[1]?.length;
    if (list.state === 'head') {
      if (dash === undefined) {
        // Not a block of items below the key: nothing to split.
        list.state = 'tail';
        return;
      }
      list.indent = dash;
      list.state = 'items';
    }
    if (dash === list.indent) list.marks.push({ at: this.#taken, line: this.#line });
    else if (indentOf(text) <= list.indent) {
      list.marks.push({ at: this.#taken, line: this.#line });
      list.state = 'tail';
    } else return;
    if (this.#taken > this.#limits.split || list.envelope !== undefined) this.#split(list);
  }

  /** Hands out the items that are whole: all but the one that starts here. */
  #split(list: OpenList): void {
    const { bytes, start } = this.#window;
    const first = list.marks[0];
    if (first === undefined) return;
    list.envelope ??= [bytes.slice(start, start + first.at)];
    for (const [i, mark] of list.marks.entries()) {
      const next = list.marks[i + 1];
      if (next === undefined) break;
      this.#item(list, bytes.slice(start + mark.at, start + next.at), mark.line);
    }
    const last = list.marks.at(-1) ?? first;
    this.#window.consume(last.at);
    this.#taken -= last.at;
    this.#searched = Math.max(0, this.#searched - last.at);
    list.marks = list.state === 'tail' ? [] : [{ at: 0, line: last.line }];
  }

  #item(list: OpenList, text: Uint8Array, line: number): void {
    // A space for the dash: the item's columns stay what they are.
    text[list.indent] = 0x20;
    this.#ready.push({
      type: 'value',
      bytes: text,
      start: 0,
      end: text.length,
      place: { line, column: 1 },
      list: { kind: undefined, apiVersion: undefined },
    });
  }

  /** A list that is being split may be as long as it likes, but not one item of it. */
  #splits(): boolean {
    return this.#list?.envelope !== undefined && this.#list.state === 'items' && this.#list.marks.length > 1;
  }

  #tooLarge(): void {
    if (!this.#skipping) {
      const what = `a YAML document of more than ${this.#limits.document} bytes that is no plain list; write it as JSON`;
      this.#ready.push({ type: 'fault', what, place: { line: this.#startLine, column: 1 } });
    }
    this.#skipping = true;
    this.#list = undefined;
    this.#drop();
  }

  /** The document is over. */
  #finish(): void {
    const { bytes, start } = this.#window;
    const list = this.#list;
    const place = { line: this.#startLine, column: 1 };
    if (this.#skipping || (!this.#content && list === undefined)) {
      // Nothing in it, or nothing that could be held.
    } else if (list?.envelope !== undefined) {
      const rest = bytes.slice(start, start + this.#taken);
      if (list.state === 'items') this.#item(list, rest, list.marks[0]?.line ?? this.#line);
      else list.envelope.push(rest);
      this.#ready.push({ type: 'list', envelope: Buffer.concat(list.envelope), place });
    } else {
      const copy = bytes.slice(start, start + this.#taken);
      this.#ready.push({ type: 'value', bytes: copy, start: 0, end: copy.length, place, list: undefined });
    }
    this.#drop();
    this.#startLine = this.#line;
    this.#content = false;
    this.#marked = false;
    this.#skipping = false;
    this.#list = undefined;
  }

  #drop(): void {
    this.#window.consume(this.#taken);
    this.#searched = Math.max(0, this.#searched - this.#taken);
    this.#taken = 0;
  }
}

/** A list whose items may have to be handed out one by one. */
interface OpenList {
  /** The column of the items' dashes, from 0. */
  indent: number;
  state: 'head' | 'items' | 'tail';
  /** Where items start, behind the window's start; after the last of them, where the tail does. */
  marks: { readonly at: number; readonly line: number }[];
  /** The list's own text, once it is being split. */
  envelope: Uint8Array[] | undefined;
  readonly startLine: number;
}

/** As much of a line as tells what it is. */
const HEAD_BYTES = 256;

function head(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.min(end - start, HEAD_BYTES)).toString(
    'latin1',
  );
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
