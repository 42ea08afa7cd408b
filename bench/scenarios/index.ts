import { render } from './render.ts';
import type { Scenario } from './scenario.ts';
import { scrape } from './scrape.ts';
import { start } from './start.ts';

/** All scenarios, in the order in which they run. */
export const scenarios: readonly Scenario[] = [start, scrape, render];
