import type { Page } from '../../protocol/page.ts';
import type { FamilySnapshot } from '../snapshot/snapshot.ts';
import { crc32Combine } from './crc32-combine.ts';

/** What a response has to know of a run of pages before its first byte. */
export interface Summary {
  /** Bytes of the fragments. */
  readonly deflated: number;
  /** Bytes of the plain text. */
  readonly plain: number;
  /** CRC-32 of the plain text. */
  readonly crc: number;
  readonly samples: number;
}

export const EMPTY: Summary = Object.freeze({ deflated: 0, plain: 0, crc: 0, samples: 0 });

/** The summary of one run after another. */
export function append(first: Summary, second: Summary): Summary {
  return {
    deflated: first.deflated + second.deflated,
    plain: first.plain + second.plain,
    crc: crc32Combine(first.crc, second.crc, second.plain),
    samples: first.samples + second.samples,
  };
}

export function ofPage(page: Page): Summary {
  return { deflated: page.bytes.length, plain: page.plainLength, crc: page.crc, samples: page.samples };
}

/** Families are immutable: what was summed up once holds for every later scrape of the same one. */
const known = new WeakMap<FamilySnapshot, Summary>();

/** The summary of a family's pages, without its header. */
export function ofFamily(family: FamilySnapshot): Summary {
  let summary = known.get(family);
  if (summary === undefined) {
    summary = sum(family);
    known.set(family, summary);
  }
  return summary;
}

function sum(family: FamilySnapshot): Summary {
  let deflated = 0;
  let plain = 0;
  let crc = 0;
  let samples = 0;
  for (const part of family.parts) {
    for (const page of part) {
      if (page === undefined) continue;
      deflated += page.bytes.length;
      plain += page.plainLength;
      crc = crc32Combine(crc, page.crc, page.plainLength);
      samples += page.samples;
    }
  }
  return { deflated, plain, crc, samples };
}
