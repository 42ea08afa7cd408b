import { isJsonObject } from '../../workers/shape/json-reader.ts';
import { textOf } from '../kube/frames/wire.ts';
import { formatOf } from './format.ts';
import { JsonCutter } from './json-cutter.ts';
import { findJsonFault } from './json-fault.ts';
import { identify, isList, kindOf } from './kinds.ts';
import type { Cutter, ListHead, Piece } from './piece.ts';
import { type Place, placeIn } from './place.ts';
import { YamlCutter } from './yaml-cutter.ts';
import type { parseYaml } from './yaml-parse.ts';

/** One object as it stands in an input. */
export interface Found {
  /** Its JSON text is `bytes[start, end)`; valid until the next object is asked for. */
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** The same, parsed. */
  readonly json: Readonly<Record<string, unknown>>;
  /** Its own, or what the list that it is in says. */
  readonly kind: string;
  readonly apiVersion: string;
  readonly place: Place;
}

/** What an input is made of, in its order. */
export type Document =
  | { readonly type: 'object'; readonly found: Found }
  /** A list is over; its items came before, or there were none. */
  | { readonly type: 'list' }
  | { readonly type: 'fault'; readonly what: string; readonly place: Place };

/**
 * Items that a list may send before it says of what kind they are. It does where somebody has sorted
 * its keys, and taken kind and apiVersion out of the items.
 */
const MAX_HELD_BYTES = 64 * 1024 * 1024;

/** Lists in lists. kubectl makes none; each level is parsed anew. */
const MAX_LIST_DEPTH = 16;

/**
 * Reads the objects of one input: JSON or YAML, told apart by content; single, one after the other,
 * or in lists. A document that can't be read costs itself only.
 */
export async function* readDocuments(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Document, void, void> {
  const reader = new DocumentReader(name);
  for await (const chunk of chunks) {
    reader.append(chunk);
    while (await reader.prepare()) yield* reader.documents();
  }
  reader.end();
  while (await reader.prepare()) yield* reader.documents();
}

class DocumentReader {
  readonly #name: string;
  #cutter: Cutter | undefined;
  #parseYaml: typeof parseYaml | undefined;
  /** What came before there was enough to tell the format. */
  #first: Uint8Array = new Uint8Array(0);
  /** There may be pieces that have not been looked at. */
  #fresh = false;
  #ended = false;
  #held: Found[] = [];
  #heldBytes = 0;

  constructor(name: string) {
    this.#name = name;
  }

  append(chunk: Uint8Array): void {
    this.#fresh = true;
    if (this.#cutter !== undefined) {
      this.#cutter.append(chunk);
      return;
    }
    this.#first = this.#first.length === 0 ? chunk : Buffer.concat([this.#first, chunk]);
    const format = formatOf(this.#first, this.#name);
    if (format !== undefined) this.#choose(format === 'json' ? new JsonCutter() : new YamlCutter());
  }

  end(): void {
    this.#fresh = true;
    this.#ended = true;
    // Too short to tell, or blank: YAML takes both.
    if (this.#cutter === undefined) this.#choose(new YamlCutter());
    else this.#cutter.end();
  }

  /** False when there is nothing to look at; else `documents` is due. The YAML parser is loaded for YAML only. */
  async prepare(): Promise<boolean> {
    if (!this.#fresh || this.#cutter === undefined) return false;
    if (this.#cutter instanceof YamlCutter) this.#parseYaml ??= (await import('./yaml-parse.ts')).parseYaml;
    return true;
  }

  *documents(): Generator<Document, void, void> {
    this.#fresh = false;
    for (let piece = this.#cutter?.next(); piece !== undefined; piece = this.#cutter?.next()) {
      if (piece.type !== 'yaml') {
        yield* this.#read(piece, 0);
        continue;
      }
      // JSON documents may be separated as YAML's are; from here on it is all read as YAML.
      this.#first = this.#cutter instanceof JsonCutter ? this.#cutter.rest() : new Uint8Array(0);
      this.#choose(new YamlCutter(piece.place));
      this.#fresh = true;
      return;
    }
  }

  #choose(cutter: Cutter): void {
    this.#cutter = cutter;
    cutter.append(this.#first);
    this.#first = new Uint8Array(0);
    if (this.#ended) cutter.end();
  }

  *#read(piece: Exclude<Piece, { type: 'yaml' }>, depth: number): Generator<Document, void, void> {
    switch (piece.type) {
      case 'fault':
        // The list that items wait for will not tell any more.
        yield* this.#release({ kind: undefined, apiVersion: undefined });
        yield piece;
        return;
      case 'list':
        yield* this.#listOver(piece.envelope, piece.place);
        return;
      case 'value':
        yield* this.#value(piece, depth);
    }
  }

  *#value(piece: Extract<Piece, { type: 'value' }>, depth: number): Generator<Document, void, void> {
    const { list, place } = piece;
    const parsed = this.#parse(piece.bytes, piece.start, piece.end, place);
    if ('fault' in parsed) {
      yield { type: 'fault', ...parsed.fault };
      return;
    }
    const { json, bytes, start, end } = parsed;
    // Comments alone are no document.
    if (json === null && list === undefined) return;
    if (Array.isArray(json)) yield* this.#nested(bytes, start, end, place, depth);
    else if (!isJsonObject(json)) yield fault(place, 'no object: neither a mapping nor a list');
    else if (isList(json)) yield* this.#nested(bytes, start, end, place, depth);
    else yield* this.#object({ bytes, start, end, json, place, ...identify(json, list) }, list);
  }

  *#object(found: Found, list: ListHead | undefined): Generator<Document, void, void> {
    if (found.kind !== '' && found.apiVersion !== '') {
      yield { type: 'object', found };
    } else if (list !== undefined && list.kind === undefined) {
      this.#heldBytes += found.end - found.start;
      if (this.#heldBytes > MAX_HELD_BYTES) {
        yield fault(found.place, 'items without a kind, in a list that does not start with its own kind');
        return;
      }
      const bytes = found.bytes.slice(found.start, found.end);
      this.#held.push({ ...found, bytes, start: 0, end: bytes.length });
    } else yield kindless(found);
  }

  /** The list has told its kind, if it has one: the items that waited for that can go. */
  *#listOver(envelope: Uint8Array | undefined, place: Place): Generator<Document, void, void> {
    let list: ListHead = { kind: undefined, apiVersion: undefined };
    if (envelope !== undefined) {
      const parsed = this.#parse(envelope, 0, envelope.length, place);
      if ('fault' in parsed) {
        // Its place in a text without items is no place in the input.
        yield fault(place, 'a list whose own text, around the items, cannot be read');
      } else if (isJsonObject(parsed.json)) {
        list = kindOf(parsed.json);
      }
    }
    yield* this.#release(list);
    yield { type: 'list' };
  }

  *#release(list: ListHead): Generator<Document, void, void> {
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    for (const found of held) {
      const known = { ...found, ...identify(found.json, list) };
      if (known.kind !== '' && known.apiVersion !== '') yield { type: 'object', found: known };
      else yield kindless(known);
    }
  }

  /** A list that was parsed as a whole: in YAML, or in another list. */
  *#nested(
    bytes: Uint8Array,
    start: number,
    end: number,
    place: Place,
    depth: number,
  ): Generator<Document, void, void> {
    if (depth >= MAX_LIST_DEPTH) {
      yield fault(place, `lists in lists, ${MAX_LIST_DEPTH} deep`);
      return;
    }
    const cutter = new JsonCutter();
    cutter.append(bytes.subarray(start, end));
    cutter.end();
    const inner = new DocumentReader(this.#name);
    let sawList = false;
    for (let piece = cutter.next(); piece !== undefined; piece = cutter.next()) {
      if (piece.type === 'yaml') continue;
      // A list without an array of items comes out as the object that it is.
      if (piece.type === 'value' && piece.list === undefined) continue;
      sawList ||= piece.type === 'list';
      yield* inner.#read({ ...piece, place }, depth + 1);
    }
    if (!sawList) yield { type: 'list' };
  }

  #parse(
    bytes: Uint8Array,
    start: number,
    end: number,
    place: Place,
  ): Parsed | { readonly fault: { readonly what: string; readonly place: Place } } {
    const text = textOf(bytes, start, end);
    const isYaml = this.#cutter instanceof YamlCutter;
    if (!isYaml || /^(?:---)?\s*[{[]/.test(text)) {
      const body = isYaml ? text.replace(/^---/, '   ') : text;
      try {
        const json: unknown = JSON.parse(body);
        return isYaml ? { json, ...encoded(json) } : { json, bytes, start, end };
      } catch {
        if (!isYaml) {
          const found = findJsonFault(text) ?? { offset: 0, what: 'too deeply nested' };
          return { fault: { what: `not JSON: ${found.what}`, place: placeIn(text, found.offset, place) } };
        }
        // It may be YAML in braces.
      }
    }
    if (this.#parseYaml === undefined) throw new Error('documents: YAML before its parser is loaded');
    const result = this.#parseYaml(text, place);
    if ('fault' in result) return result;
    return { json: result.value, ...encoded(result.value) };
  }
}

interface Parsed {
  readonly json: unknown;
  /** The JSON text. */
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

function encoded(value: unknown): { bytes: Uint8Array; start: number; end: number } {
  const bytes = Buffer.from(JSON.stringify(value) ?? 'null');
  return { bytes, start: 0, end: bytes.length };
}

function kindless({ kind, place }: Pick<Found, 'kind' | 'place'>): Document {
  return fault(place, `an object without ${kind === '' ? 'kind' : 'apiVersion'}`);
}

function fault(place: Place, what: string): Document {
  return { type: 'fault', what, place };
}
