import { type Finding, format } from '../harness/figures.ts';
import type { TimelineData } from '../harness/timeline.ts';
import type { Plot } from './svg.ts';

/** The four plots of a time line: memory, CPU, latencies, sockets. Empty ones are left out. */
export function timelinePlots(finding: Finding, title: string, data: TimelineData): Plot[] {
  const { points, visible, scrapes, phases } = data;
  const of = `${finding.scenario} (${finding.subject}), ${title}`;
  const plots: Plot[] = [
    {
      title: `RSS: ${of}`,
      series: [{ name: 'RSS', colour: 1, points: points.map(({ at, rss }) => [at, rss]) }],
      label: (value) => format({ value, unit: 'bytes' }),
      marks: phases,
    },
    {
      title: `CPUs in use: ${of}`,
      series: [{ name: 'CPUs', colour: 2, points: points.map(({ at, cpu }) => [at, cpu]) }],
      label: (value) => value.toFixed(2),
      marks: phases,
    },
    {
      title: `Latency: ${of}`,
      series: [
        { name: 'change to visible', colour: 3, dots: true, points: visible.map(({ at, ms }) => [at, ms]) },
        { name: 'healthy scrape', colour: 4, dots: true, points: scrapes.map(({ at, ms }) => [at, ms]) },
      ],
      label: (value) => format({ value, unit: 'ms' }),
      marks: phases,
    },
    {
      title: `Open sockets: ${of}`,
      series: [{ name: 'sockets', colour: 1, points: points.map(({ at, sockets }) => [at, sockets]) }],
      label: (value) => value.toFixed(0),
      marks: phases,
    },
  ];
  return plots.filter(({ series }) => series.some(({ points }) => points.length > 1));
}
