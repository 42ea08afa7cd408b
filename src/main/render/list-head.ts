import type { ListHead } from './piece.ts';

/** Bytes of a string beyond which it is neither a key that matters nor a kind. */
export const LONGEST_NAME = 253;

/** Takes the strings on the first level of an object, and tells whether it is a list, and of what. */
export class ListHeadReader {
  #key = '';
  #kind: string | undefined;
  #apiVersion: string | undefined;

  reset(): void {
    this.#key = '';
    this.#kind = undefined;
    this.#apiVersion = undefined;
  }

  get head(): ListHead {
    return { kind: this.#kind, apiVersion: this.#apiVersion };
  }

  /** Whether an array that opens now holds the items of a list: not where a kind before it says otherwise. */
  get opensItems(): boolean {
    return this.#key === 'items' && (this.#kind?.endsWith('List') ?? true);
  }

  string(isValue: boolean, text: string): void {
    if (!isValue) this.#key = text;
    else if (this.#key === 'kind') this.#kind = text;
    else if (this.#key === 'apiVersion') this.#apiVersion = text;
  }
}
