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
  /** The changed pages' bytes, in the order of `index`; an empty one takes the page away. */
  readonly pages: readonly Uint8Array<ArrayBuffer>[];
}

const PageWord = { family: 0, group: 1, plainLength: 2, crc: 3, samples: 4, compressed: 5 } as const;
const PAGE_WORDS = 6;

/** Collects the changed pages of one patch. */
export class PatchWriter {
  readonly #words: number[] = [];
  readonly #pages: Uint8Array<ArrayBuffer>[] = [];

  get pages(): number {
    return this.#pages.length;
  }

  /** `undefined`: the page is gone. The bytes are copied: the worker keeps its own. */
  add(family: number, group: number, page: Page | undefined): void {
    if (page === undefined) {
      this.#words.push(family, group, 0, 0, 0, 0);
      this.#pages.push(new Uint8Array(0));
      return;
    }
    this.#words.push(family, group, page.plainLength, page.crc, page.samples, page.compressed ? 1 : 0);
    this.#pages.push(new Uint8Array(page.bytes));
  }

  take(head: Omit<Patch, 'index' | 'pages'>): Patch {
    return { ...head, index: Uint32Array.from(this.#words), pages: this.#pages };
  }
}

/** The buffers of a patch that are handed over, not cloned. */
export function transferables(patch: Patch): ArrayBuffer[] {
  const buffers: ArrayBuffer[] = [patch.index.buffer];
  for (const page of patch.pages) if (page.byteLength > 0) buffers.push(page.buffer);
  return buffers;
}

/** Calls `each` for every changed page of `patch`; `undefined`: the page is gone. */
export function readPatch(
  patch: Patch,
  each: (family: number, group: number, page: Page | undefined) => void,
): void {
  for (const [i, bytes] of patch.pages.entries()) {
    const word = (name: keyof typeof PageWord) => patch.index[i * PAGE_WORDS + PageWord[name]] ?? 0;
    const page =
      bytes.length === 0
        ? undefined
        : Object.freeze({
            bytes,
            plainLength: word('plainLength'),
            crc: word('crc'),
            samples: word('samples'),
            compressed: word('compressed') === 1,
          });
    each(word('family'), word('group'), page);
  }
}
