import { compressedPage, plainText, storedPage } from '../../protocol/fragment.ts';
import { GROUP_SLOTS, type Page } from '../../protocol/page.ts';
import { fingerprint } from './fingerprint.ts';
import type { PendingPool, PendingTexts } from './pending-texts.ts';

/** The rendered text of one object: family `f` is `bytes[ends[f - 1] ?? 0, ends[f])`, `samples[f]` lines of it. */
export interface Text {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
  readonly samples: Uint32Array;
}

const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);

/** Texts beyond this are rare, and not worth memory for good. */
const MOST_KEPT_BYTES = 1024 * 1024;

/** Memory for one text at a time, used again: rewriting pages makes no garbage but the old page. */
class Room {
  #bytes: Buffer = NOTHING;

  /** `length` bytes, until the next call. */
  room(length: number): Buffer {
    if (length > MOST_KEPT_BYTES) return Buffer.allocUnsafeSlow(length);
    if (length > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(2 * length);
    return this.#bytes.subarray(0, length);
  }
}

/** A page's text before a change, and after it. */
const before = new Room();
const after = new Room();
const lanes = new Uint32Array(2);

/**
 * Up to `GROUP_SLOTS` objects of one part, and one page a family.
 *
 * A change is kept as the object's text beside the pages (`put`, `clear`), and goes into them when
 * the group settles; the fingerprints tell which pages have to be opened at all.
 *
 * ```
 * fingerprints   slot 0: f0 f1 f2 …   slot 1: f0 f1 f2 …     what each text is, pending included
 * lengths        slot 0: f0 f1 f2 …   slot 1: f0 f1 f2 …     what lies in the pages
 * ```
 */
export class Group {
  readonly #families: number;
  readonly #fingerprints: Uint32Array;
  readonly #lengths: Uint32Array;
  readonly #pages: (Page | undefined)[];
  readonly #pool: PendingPool;
  /** What the pages do not have yet. */
  #pending: PendingTexts | undefined;
  /** By family, 1: some slot's text differs from the page's. */
  readonly #stale: Uint8Array;
  /** By family, 1: the page differs from the last one that was taken. */
  readonly #unsent: Uint8Array;
  #stored = 0;
  #storedBytes = 0;
  #pageBytes = 0;

  constructor(families: number, pool: PendingPool) {
    this.#families = families;
    this.#pool = pool;
    this.#fingerprints = new Uint32Array(2 * families * GROUP_SLOTS);
    this.#lengths = new Uint32Array(families * GROUP_SLOTS);
    this.#pages = new Array<Page | undefined>(families).fill(undefined);
    this.#stale = new Uint8Array(families);
    this.#unsent = new Uint8Array(families);
  }

  /** Bytes of text that wait for `settle`. */
  get pendingBytes(): number {
    return this.#pending?.length ?? 0;
  }

  /** Pages whose text is stored as it is. */
  get storedPages(): number {
    return this.#stored;
  }

  /** Bytes of those, and of all pages. */
  get storedBytes(): number {
    return this.#storedBytes;
  }

  get pageBytes(): number {
    return this.#pageBytes;
  }

  get pages(): readonly (Page | undefined)[] {
    return this.#pages;
  }

  /** Sets the text of a slot (copied). False when it is the text that the slot has. */
  put(slot: number, text: Text): boolean {
    const changed = this.#compare(slot, text);
    if (!changed) return false;
    this.#changes().set(slot, text);
    return true;
  }

  /** Empties a slot. */
  clear(slot: number): void {
    const from = 2 * slot * this.#families;
    for (let family = 0; family < this.#families; family++) {
      const at = from + 2 * family;
      if (this.#fingerprints[at] === 0 && this.#fingerprints[at + 1] === 0) continue;
      this.#fingerprints[at] = 0;
      this.#fingerprints[at + 1] = 0;
      this.#stale[family] = 1;
    }
    this.#changes().empty(slot);
  }

  #compare(slot: number, text: Text): boolean {
    const view = new DataView(text.bytes.buffer, text.bytes.byteOffset, text.bytes.byteLength);
    const from = 2 * slot * this.#families;
    let changed = false;
    let start = 0;
    for (let family = 0; family < this.#families; family++) {
      const end = text.ends[family] ?? start;
      fingerprint(view, start, end, lanes);
      const at = from + 2 * family;
      if (this.#fingerprints[at] !== lanes[0] || this.#fingerprints[at + 1] !== lanes[1]) {
        this.#fingerprints[at] = lanes[0] ?? 0;
        this.#fingerprints[at + 1] = lanes[1] ?? 0;
        this.#stale[family] = 1;
        changed = true;
      }
      start = end;
    }
    return changed;
  }

  #changes(): PendingTexts {
    this.#pending ??= this.#pool.take();
    return this.#pending;
  }

  /** Brings the pages up to date with what was put and cleared. */
  settle(compress: boolean): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    for (let family = 0; family < this.#families; family++) {
      if (this.#stale[family] === 0) continue;
      this.#stale[family] = 0;
      this.#rebuild(family, pending, compress);
    }
    this.#pending = undefined;
    this.#pool.give(pending);
  }

  /** Compresses the stored pages; true when there were any. */
  compress(): boolean {
    if (this.#stored === 0) return false;
    for (const [family, page] of this.#pages.entries()) {
      if (page === undefined || page.compressed) continue;
      this.#replace(family, compressedPage(plainText(page), page.samples));
    }
    return true;
  }

  /** The texts of some slots, read back from the pages. Settle first. */
  texts(slots: readonly number[]): Map<number, Text> {
    const pieces = new Map(slots.map((slot) => [slot, [] as Uint8Array[]]));
    for (let family = 0; family < this.#families; family++) {
      const page = this.#pages[family];
      const text = page === undefined ? new Uint8Array(0) : plainText(page);
      let from = 0;
      for (let slot = 0; slot < GROUP_SLOTS; slot++) {
        const to = from + (this.#lengths[slot * this.#families + family] ?? 0);
        pieces.get(slot)?.push(text.subarray(from, to));
        from = to;
      }
    }
    return new Map([...pieces].map(([slot, parts]) => [slot, join(parts)]));
  }

  /** Calls `each` for every page that changed since the last call; `undefined`: it is gone. */
  takeUnsent(each: (family: number, page: Page | undefined) => void): void {
    for (let family = 0; family < this.#families; family++) {
      if (this.#unsent[family] === 0) continue;
      this.#unsent[family] = 0;
      each(family, this.#pages[family]);
    }
  }

  /**
   * Splices the pending texts of one family into its page. Texts of slots that did not change are
   * copied in runs: between two changed slots the old page is one stretch of bytes.
   */
  #rebuild(family: number, pending: PendingTexts, compress: boolean): void {
    const old = this.#pages[family];
    const oldText = old === undefined ? NOTHING : plainText(old, before.room(old.plainLength));
    let length = oldText.length;
    let samples = old?.samples ?? 0;
    for (const slot of pending.slots) {
      length += pending.lengthOf(slot, family) - (this.#lengths[slot * this.#families + family] ?? 0);
    }
    const next = after.room(length);
    let from = 0;
    let runStart = 0;
    let to = 0;
    for (let slot = 0; slot < GROUP_SLOTS; slot++) {
      const at = slot * this.#families + family;
      const oldLength = this.#lengths[at] ?? 0;
      if (!pending.has(slot)) {
        from += oldLength;
        continue;
      }
      if (from > runStart) to += oldText.copy(next, to, runStart, from);
      if (oldLength > 0) samples -= lines(oldText, from, from + oldLength);
      from += oldLength;
      runStart = from;
      this.#lengths[at] = pending.lengthOf(slot, family);
      to += pending.copy(slot, family, next, to);
      samples += pending.samplesOf(slot, family);
    }
    oldText.copy(next, to, runStart, from);
    if (length === 0) this.#replace(family, undefined);
    else this.#replace(family, compress ? compressedPage(next, samples) : storedPage(next, samples));
  }

  #count({ bytes, compressed }: Page, by: 1 | -1): void {
    this.#pageBytes += by * bytes.length;
    if (compressed) return;
    this.#stored += by;
    this.#storedBytes += by * bytes.length;
  }

  #replace(family: number, page: Page | undefined): void {
    const old = this.#pages[family];
    if (old !== undefined) this.#count(old, -1);
    if (page !== undefined) this.#count(page, 1);
    this.#pages[family] = page;
    const same =
      old?.crc === page?.crc &&
      old?.plainLength === page?.plainLength &&
      old?.compressed === page?.compressed;
    if (!same) this.#unsent[family] = 1;
  }
}

function join(parts: readonly Uint8Array[]): Text {
  const ends = new Uint32Array(parts.length);
  const samples = new Uint32Array(parts.length);
  let length = 0;
  for (const [i, part] of parts.entries()) {
    length += part.length;
    ends[i] = length;
    samples[i] = lines(part, 0, part.length);
  }
  const bytes = new Uint8Array(length);
  for (const [i, part] of parts.entries()) bytes.set(part, ends[i - 1] ?? 0);
  return { bytes, ends, samples };
}

function lines(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (bytes[at] === NEWLINE) count++;
  return count;
}
