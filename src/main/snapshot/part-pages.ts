import type { Page } from '../../protocol/page.ts';
import { type Patch, packed, readPatch } from '../../protocol/patch.ts';
import type { SlabLedger } from './slabs.ts';
import type { Part } from './snapshot.ts';

/** One part's pages: by family, then by group. */
export type PartPages = readonly Part[];

/** Pages by family, copied where something is to be changed and nowhere else. */
class Copies {
  readonly #original: PartPages;
  readonly #copies = new Map<number, (Page | undefined)[]>();

  constructor(original: PartPages) {
    this.#original = original;
  }

  writable(family: number): (Page | undefined)[] {
    let pages = this.#copies.get(family);
    if (pages === undefined) {
      pages = [...(this.#original[family] ?? [])];
      this.#copies.set(family, pages);
    }
    return pages;
  }

  *pages(): Generator<readonly [family: number, group: number, page: Page]> {
    for (const family of this.#original.keys()) {
      const pages = this.#copies.get(family) ?? this.#original[family] ?? [];
      for (const [group, page] of pages.entries()) if (page !== undefined) yield [family, group, page];
    }
  }

  result(): PartPages {
    return Object.freeze(
      this.#original.map((pages, family) => Object.freeze(this.#copies.get(family) ?? pages)),
    );
  }
}

/**
 * The pages after a patch: a new list for each family that it names, the old ones for the rest.
 * Slabs that it leaves half dead are given up: what lives in them moves into new ones.
 */
export function patchedPages(pages: PartPages, patch: Patch, slabs: SlabLedger): PartPages {
  const copies = new Copies(pages);
  const sparse = new Set<ArrayBufferLike>();
  readPatch(patch, (family, group, page) => {
    const list = copies.writable(family);
    while (list.length < group) list.push(undefined);
    const old = list[group];
    list[group] = page;
    if (page !== undefined) slabs.add(page);
    if (old !== undefined && slabs.remove(old)) sparse.add(old.bytes.buffer);
  });
  if (sparse.size > 0) move(copies, sparse, slabs);
  return copies.result();
}

function move(copies: Copies, from: ReadonlySet<ArrayBufferLike>, slabs: SlabLedger): void {
  // A slab may have died altogether, or got company, since it was put on the list.
  const moving = [...copies.pages()].filter(
    ([, , { bytes }]) => from.has(bytes.buffer) && slabs.isSparse(bytes.buffer),
  );
  const places = packed(moving.map(([, , { bytes }]) => bytes));
  let slab = 0;
  let at = 0;
  for (const [family, group, page] of moving) {
    if (at === places[slab]?.length) {
      slab++;
      at = 0;
    }
    const bytes = (places[slab] ?? page.bytes).subarray(at, at + page.bytes.length);
    at += bytes.length;
    const moved = Object.freeze({ ...page, bytes });
    slabs.remove(page);
    slabs.add(moved);
    copies.writable(family)[group] = moved;
  }
}
