import { compressedPage } from '../../protocol/fragment.ts';
import type { Page } from '../../protocol/page.ts';
import type { FamilySnapshot, ResourceSnapshot, Snapshot } from '../snapshot/snapshot.ts';
import type { ExpositionRequest } from './exposition.ts';
import { runsOf } from './runs.ts';
import { append, EMPTY, ofFamily, ofPage, type Summary } from './summary.ts';

const EOF = compressedPage(new TextEncoder().encode('# EOF\n'), 0);

/** The resources of a snapshot that a request asks for and that have an object to show. */
export function selected(snapshot: Snapshot, request: ExpositionRequest): readonly ResourceSnapshot[] {
  return snapshot.resources.filter(
    ({ name, objects }) =>
      objects > 0 && (request.resources?.has(name) ?? true) && !(request.exclude?.has(name) ?? false),
  );
}

/** The bytes of the selection's pages, in the order in which they are written. */
export function* fragmentsOf(
  resources: readonly ResourceSnapshot[],
  format: ExpositionRequest['format'],
): Generator<Uint8Array> {
  for (const resource of resources) {
    for (const family of resource.families) {
      yield headerOf(family, format).bytes;
      yield* runsOf(family);
    }
  }
  if (format === 'openmetrics') yield EOF.bytes;
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
