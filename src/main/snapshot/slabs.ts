import type { Page } from '../../protocol/page.ts';

/** Slabs below this are not worth a look: what is dead of them is little, and dies with them soon. */
const SMALLEST_BYTES = 64 * 1024;

/** A slab with less than this share alive is to be given up: what is held is at most twice what is used. */
const LEAST_ALIVE = 1 / 2;

/** Where a page is in its part. */
export type Place = readonly [family: number, group: number];

interface Slab {
  alive: number;
  /** All places that its pages were put in; another page may be there by now. */
  readonly places: Place[];
}

/**
 * How much of each slab the newest snapshot uses, and where. Pages are views of slabs, so one page
 * that lives keeps all of its slab; this tells which slabs to move what is left out of.
 *
 * Slabs are known by their buffer, and forgotten with it.
 */
export class SlabLedger {
  readonly #slabs = new WeakMap<ArrayBufferLike, Slab>();

  /** A page is in the newest snapshot from now on. */
  add({ bytes }: Page, place: Place): void {
    let slab = this.#slabs.get(bytes.buffer);
    if (slab === undefined) {
      slab = { alive: 0, places: [] };
      this.#slabs.set(bytes.buffer, slab);
    }
    slab.alive += bytes.length;
    if (bytes.buffer.byteLength >= SMALLEST_BYTES) slab.places.push(place);
  }

  /** A page is no longer in it. True when its slab has become one to give up. */
  remove({ bytes }: Page): boolean {
    const slab = this.#slabs.get(bytes.buffer);
    if (slab === undefined) return false;
    slab.alive -= bytes.length;
    return isSparse(bytes.buffer, slab);
  }

  /** The places of a slab that is to be given up; none of one that has died altogether. */
  placesOf(buffer: ArrayBufferLike): readonly Place[] {
    const slab = this.#slabs.get(buffer);
    return slab !== undefined && isSparse(buffer, slab) ? slab.places : [];
  }
}

function isSparse(buffer: ArrayBufferLike, { alive }: Slab): boolean {
  return buffer.byteLength >= SMALLEST_BYTES && alive > 0 && alive < buffer.byteLength * LEAST_ALIVE;
}
