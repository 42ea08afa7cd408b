import { equals } from './event-type.ts';
import { malformed } from './frame-error.ts';
import { isSpace, ValueEnd } from './json-value-end.ts';
import { textOf } from './wire.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * Walks JSON text byte by byte, member by member, without making values of it: enough to find
 * where things are. What it steps over it does not judge; whoever parses that range will. Used
 * again and again: walking allocates nothing.
 *
 * Every method throws `KSE_FRAME_MALFORMED` for what no JSON text can have at that place.
 */
export class JsonScanner {
  #bytes: Uint8Array = new Uint8Array(0);
  #position = 0;
  #end = 0;
  /** Right behind an opening bracket, where no comma comes before the next member. */
  #fresh = false;
  #start = 0;
  #stop = 0;
  #escaped = false;
  readonly #valueEnd = new ValueEnd();

  /** Points it at the text in `bytes[start, end)`. */
  open(bytes: Uint8Array, start: number, end: number): void {
    this.#bytes = bytes;
    this.#position = start;
    this.#end = end;
    this.#fresh = false;
  }

  /** The position behind what was read last. */
  get position(): number {
    return this.#position;
  }

  /** Whether nothing but whitespace is left. */
  atEnd(): boolean {
    this.#space();
    return this.#position >= this.#end;
  }

  /** Whether the next value is an object. */
  atObject(): boolean {
    return this.#peek() === OPEN_BRACE;
  }

  /** Whether the next value is an array. */
  atArray(): boolean {
    return this.#peek() === OPEN_BRACKET;
  }

  /** Whether the next value is a string. */
  atString(): boolean {
    return this.#peek() === QUOTE;
  }

  enterObject(): void {
    this.#expect(OPEN_BRACE);
    this.#fresh = true;
  }

  enterArray(): void {
    this.#expect(OPEN_BRACKET);
    this.#fresh = true;
  }

  /** Moves to the value of the object's next member; false, and behind the object, after the last. */
  nextMember(): boolean {
    if (!this.#next(CLOSE_BRACE)) return false;
    this.string();
    const [start, stop, escaped] = [this.#start, this.#stop, this.#escaped];
    this.#expect(COLON);
    this.#start = start;
    this.#stop = stop;
    this.#escaped = escaped;
    return true;
  }

  /** Moves to the array's next element; false, and behind the array, after the last. */
  nextElement(): boolean {
    return this.#next(CLOSE_BRACKET);
  }

  /** Whether the member just reached, or the string just read, is called `name` (ASCII, as bytes). */
  is(name: Uint8Array): boolean {
    if (!this.#escaped) return equals(this.#bytes, this.#start, this.#stop, name);
    return this.text() === textOf(name, 0, name.length);
  }

  /** Reads a string; `start`, `stop` and `escaped` tell about it. */
  string(): void {
    this.#expect(QUOTE);
    this.#start = this.#position;
    this.#escaped = false;
    const bytes = this.#bytes;
    const end = this.#end;
    let position = this.#position;
    for (; position < end; position++) {
      const byte = bytes[position];
      if (byte === QUOTE) {
        this.#stop = position;
        this.#position = position + 1;
        return;
      }
      if (byte !== BACKSLASH) continue;
      this.#escaped = true;
      position++;
    }
    throw malformed('JSON: a string is cut off');
  }

  /** The first byte of the last string or name, behind the quote. */
  get start(): number {
    return this.#start;
  }

  /** The closing quote of the last string or name. */
  get stop(): number {
    return this.#stop;
  }

  /** Whether the last string or name has escapes, so that its bytes are not its text. */
  get escaped(): boolean {
    return this.#escaped;
  }

  /** The last string or name as text. */
  text(): string {
    const raw = textOf(this.#bytes, this.#start, this.#stop);
    return this.#escaped ? (parseJson(`"${raw}"`) as string) : raw;
  }

  /** Steps over one value of any kind, and returns where it starts. */
  skip(): number {
    this.#space();
    const start = this.#position;
    this.#valueEnd.reset();
    const end = this.#valueEnd.find(this.#bytes, start, this.#end);
    if (end === undefined) throw malformed('JSON: a value is cut off');
    this.#position = end;
    return start;
  }

  #next(close: number): boolean {
    const byte = this.#peek();
    if (byte === close) {
      this.#position++;
      this.#fresh = false;
      return false;
    }
    if (this.#fresh) this.#fresh = false;
    else this.#expect(COMMA);
    return true;
  }

  #space(): void {
    while (this.#position < this.#end && isSpace(this.#bytes[this.#position] as number)) this.#position++;
  }

  #peek(): number | undefined {
    this.#space();
    return this.#position < this.#end ? this.#bytes[this.#position] : undefined;
  }

  #expect(byte: number): void {
    if (this.#peek() !== byte) throw malformed(`JSON: no ${String.fromCharCode(byte)} where one has to be`);
    this.#position++;
  }
}

/** JSON.parse with the error of this module, which never quotes the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('JSON: does not parse');
  }
}
