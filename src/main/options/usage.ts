import { formatDuration } from './duration.ts';
import type { OptionGroup, OptionRow } from './row.ts';
import { OPTIONS } from './table.ts';

/** Group titles, in the order that help and docs show them. */
export const GROUPS: Readonly<Record<OptionGroup, string>> = {
  api: 'API server',
  export: 'What is exported',
  families: 'Metric families and labels',
  listeners: 'HTTP listeners',
  limits: 'Work and limits',
  process: 'Process and logs',
};

/** What stands for a value of this option: `duration`, `auto|protobuf|json`; none for a switch. */
export function placeholder(row: OptionRow): string {
  switch (row.type) {
    case 'bool':
      return '';
    case 'choice':
      return row.values.join('|');
    case 'allowlist':
      return 'resource=[key,...],...';
    case 'list':
      return 'a,b,...';
    default:
      return row.type;
  }
}

/** The default as one would write it on a command line; `''` for none. */
export function defaultText(row: OptionRow): string {
  switch (row.type) {
    case 'duration':
      return formatDuration(row.default);
    case 'list':
      return row.default.join(',');
    case 'allowlist':
      return '';
    default:
      return String(row.default);
  }
}

/** The text of `--help`. */
export function usage(): string {
  const lines = [
    'Prometheus exporter of the state of Kubernetes objects.',
    '',
    'Usage:',
    '  kube-state-exporter [flags]',
  ];
  lines.push('  kube-state-exporter render [filters] [-f FILE ...]', '  kube-state-exporter version', '');
  for (const [group, title] of Object.entries(GROUPS)) {
    lines.push(`${title}:`);
    for (const row of (OPTIONS as readonly OptionRow[]).filter((row) => row.group === group)) {
      const short = row.short === undefined || row.short === row.flag ? '' : `-${row.short}, `;
      const fallback = defaultText(row);
      lines.push(`  ${short}${`--${row.flag} ${placeholder(row)}`.trimEnd()}`);
      lines.push(`        ${row.help}${fallback === '' ? '' : ` (default ${fallback})`}`);
    }
    lines.push('');
  }
  lines.push('  -h, --help', '        Shows this.', '  --version', '        Shows the version.', '');
  return lines.join('\n');
}
