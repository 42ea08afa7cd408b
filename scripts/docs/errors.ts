/** `docs/errors.md`, from the table of codes. */
import { ERRORS, type ErrorRow } from '../../src/main/errors.ts';
import { code, prose } from './markdown.ts';

/** The text of the page. */
export function errorsPage(): string {
  return `${[
    '<!-- Generated from src/main/errors.ts: change that, then run `npm run docs`. -->',
    '# Errors',
    'Every error that the exporter reports has one of these codes. Messages may change; codes do not.',
    ...(ERRORS as readonly ErrorRow[]).map(section),
  ].join('\n\n')}\n`;
}

function section(row: ErrorRow): string {
  const exit =
    row.exit === undefined ? [] : [`- When it happens at start, the process exits with status ${row.exit}.`];
  const todo = [`- What to do: ${prose(row.hint)}`, ...exit].join('\n');
  return [`## ${code(row.code)}`, prose(row.meaning), todo].join('\n\n');
}
