import type { Page } from '../../protocol/page.ts';

/** Slabs below this are not worth a look: what is dead of them is little, and dies with them soon. */
const SMALLEST_BYTES = 64 * 1024;

/** A slab with less than this share alive is to be given up: what is held is at most twice what is used. */
const LEAST_ALIVE = 1 / 2;

/**
 * How much of each slab the newest snapshot uses. Pages are views of slabs, so one page that lives
 * keeps all of its slab; this tells which slabs to copy what is left out of.
 *
 * Slabs are known by their buffer, and forgotten with it.
 */
export class SlabLedger {
  readonly #alive = new WeakMap<ArrayBufferLike, number>();

  /** A page is in the newest snapshot from now on. */
  add({ bytes }: Page): void {
    this.#alive.set(bytes.buffer, (this.#alive.get(bytes.buffer) ?? 0) + bytes.length);
  }

  /** A page is no longer in it. True when its slab has become one to give up. */
  remove({ bytes }: Page): boolean {
    const alive = (this.#alive.get(bytes.buffer) ?? bytes.length) - bytes.length;
    this.#alive.set(bytes.buffer, alive);
    return this.isSparse(bytes.buffer);
  }

  /** Whether a slab holds a good deal of memory for little. */
  isSparse(slab: ArrayBufferLike): boolean {
    const alive = this.#alive.get(slab) ?? 0;
    return slab.byteLength >= SMALLEST_BYTES && alive > 0 && alive < slab.byteLength * LEAST_ALIVE;
  }
}
