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
  /** `PAGE_WORDS` unsigned 32-bit numbers a changed page, see `PageWord`. */
  readonly index: Uint32Array<ArrayBuffer>;
  /**
   * The changed pages' bytes, one after the other in the order of `index`. One buffer, since Node
   * looks for doubles in a transfer list by comparing all pairs: thousands of pages take seconds.
   */
  readonly bytes: Uint8Array<ArrayBuffer>;
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

/** Collects the changed pages of one patch. */
export class PatchWriter {
  readonly #words: number[] = [];
  readonly #pages: Uint8Array[] = [];
  #length = 0;

  /** `undefined`: the page is gone. */
  add(family: number, group: number, page: Page | undefined): void {
    if (page === undefined) {
      this.#words.push(family, group, 0, 0, 0, 0, 0);
      return;
    }
    const { bytes, plainLength, crc, samples, compressed } = page;
    this.#words.push(family, group, bytes.length, plainLength, crc, samples, compressed ? 1 : 0);
    this.#pages.push(bytes);
    this.#length += bytes.length;
  }

  /** The patch; the pages are copied, as the worker keeps its own. */
  take(head: Omit<Patch, 'index' | 'bytes'>): Patch {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const page of this.#pages) {
      bytes.set(page, at);
      at += page.length;
    }
    return { ...head, index: Uint32Array.from(this.#words), bytes };
  }
}

/** The buffers of a patch that are handed over, not cloned. */
export function transferables(patch: Patch): ArrayBuffer[] {
  return [patch.index.buffer, patch.bytes.buffer];
}

/** Pages that a patch changes. */
export function pagesIn(patch: Patch): number {
  return patch.index.length / PAGE_WORDS;
}

/**
 * Calls `each` for every changed page of `patch`; `undefined`: the page is gone. Pages are copied
 * out: a view would keep all of the patch alive for as long as one of its pages is.
 */
export function readPatch(
  patch: Patch,
  each: (family: number, group: number, page: Page | undefined) => void,
): void {
  const { index, bytes } = patch;
  let from = 0;
  for (let at = 0; at < index.length; at += PAGE_WORDS) {
    const word = (name: keyof typeof PageWord) => index[at + PageWord[name]] ?? 0;
    const to = from + word('bytes');
    const page =
      to === from
        ? undefined
        : Object.freeze({
            bytes: bytes.slice(from, to),
            plainLength: word('plainLength'),
            crc: word('crc'),
            samples: word('samples'),
            compressed: word('compressed') === 1,
          });
    each(word('family'), word('group'), page);
    from = to;
  }
}
