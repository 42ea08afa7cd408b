import { compressedPage } from '../../protocol/fragment.ts';
import type { Family } from '../../workers/families/family.ts';
import { openMetricsHeader, textHeader } from '../../workers/families/header.ts';
import type { FamilyHeader } from '../snapshot/snapshot.ts';

/** HELP and TYPE of a family, compressed once at start for all scrapes to come. */
export function familyHeader(family: Family<never>): FamilyHeader {
  const page = (text: string) => compressedPage(new TextEncoder().encode(text), 0);
  return Object.freeze({
    name: family.name,
    text: page(textHeader(family)),
    openmetrics: page(openMetricsHeader(family)),
  });
}
