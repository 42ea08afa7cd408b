/** `docs/options.md`, from the table of options. */

import { formatDuration } from '../../src/main/options/duration.ts';
import type { OptionRow } from '../../src/main/options/row.ts';
import { IGNORED, OPTIONS, UNSUPPORTED } from '../../src/main/options/table.ts';
import { defaultText, GROUPS, placeholder } from '../../src/main/options/usage.ts';
import { code, prose, table } from './markdown.ts';

/** The text of the page. */
export function optionsPage(): string {
  const groups = Object.entries(GROUPS).flatMap(([group, title]) => {
    const rows = (OPTIONS as readonly OptionRow[]).filter((row) => row.group === group);
    return [`## ${title}`, ...rows.map(section)];
  });
  return `${[
    '<!-- Generated from src/main/options/table.ts: change that, then run `npm run docs`. -->',
    '# Options',
    `Flags are written ${code('--flag value')} or ${code('--flag=value')}; a switch is on without a value, and off with ${code('=false')}. A flag given twice counts the last time, but for lists, which are joined. Everything that is wrong with a command line is said at once, and the process exits with status 1. Durations are written as in Go: ${code('500ms')}, ${code('1m30s')}.`,
    `Flags that kube-state-metrics has too are marked; they mean the same here, unless said otherwise.`,
    ...groups,
    '## Flags of kube-state-metrics that are refused',
    'With the value in the last column they ask for nothing, and are accepted.',
    table(
      ['Flag', 'Why', 'Accepted value'],
      UNSUPPORTED.map(({ flag, because, harmless }) => [
        code(`--${flag}`),
        prose(because),
        harmless === '' ? 'an empty one' : code(harmless),
      ]),
    ),
    '## Flags of kube-state-metrics without effect',
    'These are about klog or the Go runtime. They are accepted with a warning.',
    IGNORED.map(({ flag }) => code(`--${flag}`)).join(', '),
  ].join('\n\n')}\n`;
}

function section(row: OptionRow): string {
  const fallback = defaultText(row);
  const facts = [`- Default: ${fallback === '' ? 'none' : code(fallback)}`];
  const range = rangeOf(row);
  if (range !== undefined) facts.push(`- Range: ${range}`);
  facts.push(row.origin === 'reference' ? '- Also in kube-state-metrics' : '- Only here');
  const title = code(`--${row.flag} ${placeholder(row)}`.trimEnd());
  return [`### ${title}`, prose(row.help), facts.join('\n')].join('\n\n');
}

function rangeOf(row: OptionRow): string | undefined {
  if (row.type === 'duration') return `${formatDuration(row.min)} to ${formatDuration(row.max)}`;
  if (row.type !== 'int') return undefined;
  return row.max === Number.MAX_SAFE_INTEGER ? `${row.min} or more` : `${row.min} to ${row.max}`;
}
