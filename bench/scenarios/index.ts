import { attacks } from './attacks.ts';
import { churn } from './churn.ts';
import { relist } from './relist.ts';
import { render } from './render.ts';
import { scale } from './scale.ts';
import type { Scenario } from './scenario.ts';
import { scrape } from './scrape.ts';
import { small } from './small.ts';
import { soak } from './soak.ts';
import { start } from './start.ts';

/** All scenarios, in the order in which they run. */
export const scenarios: readonly Scenario[] = [
  start,
  scrape,
  churn,
  soak,
  ...attacks,
  relist,
  small,
  scale,
  render,
];
