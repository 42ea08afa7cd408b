/** Chance that can be repeated: the same seed gives the same numbers. */
export type Random = () => number;

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, uniform in [0, 1). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 up to, and without, `bound`. */
export function below(random: Random, bound: number): number {
  return Math.floor(random() * bound);
}

/** One of `choices`, which must not be empty. */
export function pick<T>(random: Random, choices: readonly T[]): T {
  const choice = choices[below(random, choices.length)];
  if (choice === undefined) throw new Error('nothing to pick from');
  return choice;
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');

/** The uid of a thing by its seed, what it is (a small number) and which it is. */
export function uidOf(seed: number, sort: number, serial: number): string {
  const random = seededRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(sort + 1, 0x85ebca6b) ^ serial);
  const [a, b, c, d] = [0, 0, 0, 0].map(() => hex(random() * 2 ** 32));
  return `${a}-${b?.slice(0, 4)}-4${b?.slice(5)}-8${c?.slice(5)}-${c?.slice(0, 4)}${d}`;
}

/** The letters that Kubernetes makes names of: no vowels, no look-alikes. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
/** 27^5 names of five letters. */
const NAMES = ALPHABET.length ** 5;
/** Prime, and no power of three: multiples of it visit every name once. */
const STRIDE = 7_368_787;

/** Five letters that no other serial below 27^5 (14 million) has. */
export function suffixOf(serial: number): string {
  let rest = (serial * STRIDE) % NAMES;
  let suffix = '';
  for (let i = 0; i < 5; i++) {
    suffix += ALPHABET[rest % ALPHABET.length] ?? '';
    rest = Math.floor(rest / ALPHABET.length);
  }
  return suffix;
}

/** The hash in the names of a deployment's replica sets. */
export function templateHash(seed: number, serial: number): string {
  return suffixOf((seed * 31 + serial * 2) % NAMES) + suffixOf((seed * 17 + serial * 2 + 1) % NAMES);
}
