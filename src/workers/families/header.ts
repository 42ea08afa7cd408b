/** The HELP and TYPE lines of a family, in each of the two formats. */

import { escapeHelp, escapeOpenMetricsHelp } from '../text/escape.ts';
import type { Family } from './family.ts';

export type HeaderSource = Pick<Family<never>, 'name' | 'type' | 'stability' | 'help' | 'deprecated'>;

/** For `text/plain; version=0.0.4`. */
export function textHeader(family: HeaderSource): string {
  return lines(family.name, escapeHelp(helpOf(family)), family.type);
}

/** For OpenMetrics 1.0, where the family of a counter's `x_total` samples is named `x`. */
export function openMetricsHeader(family: HeaderSource): string {
  return lines(openMetricsName(family), escapeOpenMetricsHelp(helpOf(family)), family.type);
}

/** The name of the family as OpenMetrics' HELP and TYPE give it. */
export function openMetricsName(family: Pick<HeaderSource, 'name' | 'type'>): string {
  return family.type === 'counter' ? family.name.replace(/_total$/, '') : family.name;
}

/** The family's text behind its markers, as kube-state-metrics sets them. */
function helpOf({ stability, deprecated, help }: HeaderSource): string {
  const stable = stability === 'STABLE' ? '[STABLE] ' : '';
  const since = deprecated === undefined ? '' : `(Deprecated since ${deprecated}) `;
  return `${stable}${since}${help}`;
}

function lines(name: string, help: string, type: string): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
}
