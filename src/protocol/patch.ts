import type { Page } from './page.ts';

/**
 * A patch: what changed in one part (one stream's objects in one partition) since the last one.
 *
 * It holds every page that the changes touched, so applying it in one step never shows an object's
 * families from two versions.
 */
export interface Patch {
  readonly stream: number;
  /** Set on the patch that closes a stage: all of the stage's changes are in and before it. */
  readonly closes: number | undefined;
  /** The part starts anew: everything known of it before is void. */
  readonly reset: boolean;
  /** Objects in the part now. */
  readonly objects: number;
  /** When main received the oldest change in it (main's monotonic milliseconds); `undefined` without one. */
  readonly oldestAt: number | undefined;
  /** `PAGE_WORDS` unsigned 32-bit numbers a changed page, see `PageWord`: family by family. */
  readonly index: Uint32Array<ArrayBuffer>;
  /** The changed pages' bytes, one after the other in the order of `index`; none lies in two slabs. */
  readonly slabs: readonly Uint8Array<ArrayBuffer>[];
}

/** `bytes` 0: the page is gone. */
const PageWord = {
  family: 0,
  group: 1,
  bytes: 2,
  plainLength: 3,
  crc: 4,
  samples: 5,
  compressed: 6,
} as const;
const PAGE_WORDS = 7;

/**
 * Pages share slabs of this size, in the order in which a scrape sends them, so that it can send
 * hundreds of them as one piece of memory. A slab that is half dead is copied by main: a megabyte
 * takes it a fifth of a millisecond.
 */
export const SLAB_BYTES = 1024 * 1024;

/** A page of this size is worth a slab of its own: it is stored as it is, and will change again soon. */
const OWN_SLAB_BYTES = 8 * 1024;

/**
 * Slabs that a patch has at the most before all pages share. Node looks for doubles in a transfer
 * list by comparing all pairs: 256 are 32,000 comparisons, thousands would take seconds.
 */
const MOST_OWN_SLABS = 256;

interface Changed {
  readonly family: number;
  readonly group: number;
  readonly page: Page | undefined;
}

/** Collects the changed pages of one patch. */
export class PatchWriter {
  readonly #changed: Changed[] = [];

  /** `undefined`: the page is gone. */
  add(family: number, group: number, page: Page | undefined): void {
    this.#changed.push({ family, group, page });
  }

  /** The patch; the pages are copied, as the worker keeps its own. */
  take(head: Omit<Patch, 'index' | 'slabs'>): Patch {
    this.#changed.sort((a, b) => a.family - b.family || a.group - b.group);
    const index = new Uint32Array(this.#changed.length * PAGE_WORDS);
    let at = 0;
    for (const { family, group, page } of this.#changed) {
      index.set([family, group], at);
      if (page !== undefined) {
        const { bytes, plainLength, crc, samples, compressed } = page;
        index.set([bytes.length, plainLength, crc, samples, compressed ? 1 : 0], at + PageWord.bytes);
      }
      at += PAGE_WORDS;
    }
    const pages = this.#changed.flatMap(({ page }) => (page === undefined ? [] : [page.bytes]));
    return { ...head, index, slabs: packed(pages) };
  }
}

/** Copies pieces into slabs: in order, no piece in two slabs, each slab as long as what is in it. */
export function packed(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer>[] {
  const runs: { readonly pieces: Uint8Array[]; bytes: number }[] = [];
  let own = 0;
  let open = false;
  for (const piece of pieces) {
    const alone = piece.length >= OWN_SLAB_BYTES && own < MOST_OWN_SLABS;
    const last = runs.at(-1);
    if (!alone && open && last !== undefined && last.bytes + piece.length <= SLAB_BYTES) {
      last.pieces.push(piece);
      last.bytes += piece.length;
      continue;
    }
    runs.push({ pieces: [piece], bytes: piece.length });
    open = !alone;
    if (alone) own++;
  }
  return runs.map((run) => {
    const slab = new Uint8Array(run.bytes);
    let to = 0;
    for (const piece of run.pieces) {
      slab.set(piece, to);
      to += piece.length;
    }
    return slab;
  });
}

/** The buffers of a patch that are handed over, not cloned. */
export function transferables(patch: Patch): ArrayBuffer[] {
  return [patch.index.buffer, ...patch.slabs.map((slab) => slab.buffer)];
}

/** Pages that a patch changes. */
export function pagesIn(patch: Patch): number {
  return patch.index.length / PAGE_WORDS;
}

/** Bytes of the pages that a patch brings. */
export function patchBytes(patch: Patch): number {
  return patch.slabs.reduce((sum, slab) => sum + slab.length, 0);
}

/** Calls `each` for every changed page of `patch`, a view of its slab; `undefined`: the page is gone. */
export function readPatch(
  patch: Patch,
  each: (family: number, group: number, page: Page | undefined) => void,
): void {
  const { index, slabs } = patch;
  let slab = 0;
  let from = 0;
  for (let at = 0; at < index.length; at += PAGE_WORDS) {
    const word = (name: keyof typeof PageWord) => index[at + PageWord[name]] ?? 0;
    const length = word('bytes');
    if (length === 0) {
      each(word('family'), word('group'), undefined);
      continue;
    }
    if (from === slabs[slab]?.length) {
      slab++;
      from = 0;
    }
    const bytes = (slabs[slab] ?? NOTHING).subarray(from, from + length);
    from += length;
    const [plainLength, crc, samples] = [word('plainLength'), word('crc'), word('samples')];
    const page = { bytes, plainLength, crc, samples, compressed: word('compressed') === 1 };
    each(word('family'), word('group'), Object.freeze(page));
  }
}

const NOTHING = new Uint8Array(0);
