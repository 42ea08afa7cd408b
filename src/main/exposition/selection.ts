import { compressedPage } from '../../protocol/fragment.ts';
import type { Page } from '../../protocol/page.ts';
import type { FamilySnapshot, ResourceSnapshot, Snapshot } from '../snapshot/snapshot.ts';
import type { ExpositionRequest } from './exposition.ts';
import { append, EMPTY, ofFamily, ofPage, type Summary } from './summary.ts';

const EOF = compressedPage(new TextEncoder().encode('# EOF\n'), 0);

/** The resources of a snapshot that a request asks for and that have an object to show. */
export function selected(snapshot: Snapshot, request: ExpositionRequest): readonly ResourceSnapshot[] {
  return snapshot.resources.filter(
    ({ name, objects }) =>
      objects > 0 && (request.resources?.has(name) ?? true) && !(request.exclude?.has(name) ?? false),
  );
}

/** The selection's pages, in the order in which they are written. */
export function* pagesOf(
  resources: readonly ResourceSnapshot[],
  format: ExpositionRequest['format'],
): Generator<Page> {
  for (const resource of resources) {
    for (const family of resource.families) {
      yield headerOf(family, format);
      for (const part of family.parts) {
        for (const page of part) if (page !== undefined) yield page;
      }
    }
  }
  if (format === 'openmetrics') yield EOF;
}

/** Lengths and checksum of the same, without touching a page that an earlier scrape has summed up. */
export function summaryOf(
  resources: readonly ResourceSnapshot[],
  format: ExpositionRequest['format'],
): Summary {
  let summary = EMPTY;
  for (const resource of resources) {
    for (const family of resource.families) {
      summary = append(append(summary, ofPage(headerOf(family, format))), ofFamily(family));
    }
  }
  return format === 'openmetrics' ? append(summary, ofPage(EOF)) : summary;
}

function headerOf(family: FamilySnapshot, format: ExpositionRequest['format']): Page {
  return format === 'openmetrics' ? family.header.openmetrics : family.header.text;
}
