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

  page(family: number, group: number): Page | undefined {
    return (this.#copies.get(family) ?? this.#original[family])?.[group];
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
    if (page !== undefined) slabs.add(page, [family, group]);
    if (old !== undefined && slabs.remove(old)) sparse.add(old.bytes.buffer);
  });
  if (sparse.size > 0) move(copies, sparse, slabs);
  return copies.result();
}

/** Moves what lives in some slabs into new ones: family by family, as a scrape sends it. */
function move(copies: Copies, from: ReadonlySet<ArrayBufferLike>, slabs: SlabLedger): void {
  const places = [...from].flatMap((buffer) =>
    slabs.placesOf(buffer).filter(([family, group]) => copies.page(family, group)?.bytes.buffer === buffer),
  );
  places.sort(([familyA, groupA], [familyB, groupB]) => familyA - familyB || groupA - groupB);
  const moving = places.flatMap((place) => {
    const page = copies.page(...place);
    return page === undefined ? [] : [{ place, page }];
  });
  const room = packed(moving.map(({ page }) => page.bytes));
  let slab = 0;
  let at = 0;
  for (const { place, page } of moving) {
    if (at === room[slab]?.length) {
      slab++;
      at = 0;
    }
    const bytes = (room[slab] ?? page.bytes).subarray(at, at + page.bytes.length);
    at += bytes.length;
    const moved = Object.freeze({ ...page, bytes });
    slabs.remove(page);
    slabs.add(moved, place);
    const [family, group] = place;
    copies.writable(family)[group] = moved;
  }
}
