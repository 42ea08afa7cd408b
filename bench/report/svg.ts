/** A line of points, or points alone, over time. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Which of the colours in `SVG_STYLE`. */
  readonly colour: 1 | 2 | 3 | 4;
  readonly dots?: boolean;
}

export interface Plot {
  readonly title: string;
  readonly series: readonly Series[];
  /** Writes a value of the vertical axis. */
  readonly label: (y: number) => string;
  readonly marks?: readonly { readonly at: number; readonly name: string }[];
  /** Writes a value of the horizontal axis; by default seconds. */
  readonly xLabel?: (x: number) => string;
}

const WIDTH = 760;
const HEIGHT = 180;
const LEFT = 84;
const RIGHT = 12;
const TOP = 30;
const BOTTOM = 24;

/** Colours of both schemes; the same text in the page and in files of their own. */
export const SVG_STYLE = `
.plot{background:#fff;font:11px system-ui,sans-serif}.plot text{fill:#444}.plot .title{font-weight:600;fill:#111}
.plot .grid{stroke:#ddd}.plot .mark{stroke:#999;stroke-dasharray:3 3}.plot .line{fill:none;stroke-width:1.5}
.plot .c1{stroke:#1666c0}.plot .c2{stroke:#c2410c}.plot .c3{stroke:#15803d}.plot .c4{stroke:#7e22ce}
.plot .d1{fill:#1666c0}.plot .d2{fill:#c2410c}.plot .d3{fill:#15803d}.plot .d4{fill:#7e22ce}
@media (prefers-color-scheme:dark){.plot{background:#16181d}.plot text{fill:#b5bac4}.plot .title{fill:#eef}
.plot .grid{stroke:#33363d}.plot .c1{stroke:#6cb2ff}.plot .c2{stroke:#ff9d66}.plot .c3{stroke:#5fd38a}.plot .c4{stroke:#cfa3ff}
.plot .d1{fill:#6cb2ff}.plot .d2{fill:#ff9d66}.plot .d3{fill:#5fd38a}.plot .d4{fill:#cfa3ff}}`;

/** Text as it may stand in markup. */
export function escapeMarkup(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => names[character] ?? character);
}

/** A plot, `<svg>` and all. `standalone` carries its own style, for a file. */
export function plotSvg(plot: Plot, standalone = false): string {
  const all = plot.series.flatMap(({ points }) => points);
  const xMax = niceAbove(Math.max(...all.map(([x]) => x), 0));
  const yMax = niceAbove(Math.max(...all.map(([, y]) => y), 0));
  const x = (value: number) => (LEFT + (value / xMax) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const y = (value: number) => (HEIGHT - BOTTOM - (value / yMax) * (HEIGHT - TOP - BOTTOM)).toFixed(1);
  const xLabel = plot.xLabel ?? ((value: number) => `${trim(value)} s`);
  const parts = [0, 0.25, 0.5, 0.75, 1];
  const grid = parts.map(
    (part) =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(part * yMax)}" y2="${y(part * yMax)}"/>` +
      `<text x="${LEFT - 6}" y="${y(part * yMax)}" dy="4" text-anchor="end">${escapeMarkup(plot.label(part * yMax))}</text>` +
      `<text x="${x(part * xMax)}" y="${HEIGHT - 8}" text-anchor="${part === 1 ? 'end' : 'middle'}">${escapeMarkup(xLabel(part * xMax))}</text>`,
  );
  const marks = (plot.marks ?? []).map(
    ({ at, name }, i) =>
      `<line class="mark" x1="${x(at)}" x2="${x(at)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/>` +
      `<text x="${x(at)}" dx="3" y="${TOP + 10 + (i % 2) * 12}">${escapeMarkup(name)}</text>`,
  );
  const lines = plot.series.map((series) => (series.dots === true ? dots(series, x, y) : line(series, x, y)));
  const legend = plot.series.length < 2 ? '' : legendOf(plot.series);
  const style = standalone ? `<style>${SVG_STYLE}</style>` : '';
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">` +
    `${style}<title>${escapeMarkup(plot.title)}</title>` +
    `<text class="title" x="${LEFT}" y="18">${escapeMarkup(plot.title)}</text>${legend}` +
    `${grid.join('')}${lines.join('')}${marks.join('')}</svg>`
  );
}

type Scale = (value: number) => string;

function line({ points, colour }: Series, x: Scale, y: Scale): string {
  return `<polyline class="line c${colour}" points="${points.map(([px, py]) => `${x(px)},${y(py)}`).join(' ')}"/>`;
}

function dots({ points, colour }: Series, x: Scale, y: Scale): string {
  return points.map(([px, py]) => `<circle class="d${colour}" cx="${x(px)}" cy="${y(py)}" r="2"/>`).join('');
}

function legendOf(series: readonly Series[]): string {
  const entries = series.map(({ name, colour }, i) => {
    const left = WIDTH - RIGHT - 150 * (series.length - i);
    return `<rect class="d${colour}" x="${left}" y="10" width="9" height="9"/><text x="${left + 14}" y="18">${escapeMarkup(name)}</text>`;
  });
  return entries.join('');
}

/** The next of 1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8 times a power of ten: four equal steps that read well. */
function niceAbove(value: number): number {
  // Nothing but zeros still has an axis.
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10].find((factor) => factor * power >= value) ?? 10;
  return step * power;
}

function trim(value: number): string {
  return String(Math.round(value * 100) / 100);
}
