import type { Page } from '../../protocol/page.ts';

/**
 * The immutable data of one generation: root → resource → family → parts → pages. A patch copies
 * only the path to what it changes; a scrape holds the root it started with and nothing else.
 */
export interface Snapshot {
  /** Grows by one with every publication. */
  readonly generation: number;
  /** When it was published, milliseconds since the epoch. */
  readonly publishedAt: number;
  /** In byte order of name; only resources that are enabled. */
  readonly resources: readonly ResourceSnapshot[];
}

export interface ResourceSnapshot {
  readonly name: string;
  readonly objects: number;
  /** In emission order. */
  readonly families: readonly FamilySnapshot[];
}

/** One (stream, partition)'s pages of a family, by group; `undefined` where no object has a line. */
export type Part = readonly (Page | undefined)[];

export interface FamilySnapshot {
  readonly header: FamilyHeader;
  /** By part: stream after stream, partition after partition. */
  readonly parts: readonly Part[];
}

/** HELP and TYPE of a family, ready to send in either format, as pages of their own. */
export interface FamilyHeader {
  readonly name: string;
  readonly text: Page;
  readonly openmetrics: Page;
}
