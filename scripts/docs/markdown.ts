/** Pieces of Markdown that the generated pages are made of. */

/** Text as a code span. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** A sentence as it is, but for what Markdown would take for markup; code spans in it stay code. */
export function prose(text: string): string {
  return text
    .split('`')
    .map((part, i) => (i % 2 === 0 ? part.replace(/[<*\\]/g, '\\$&') : part))
    .join('`');
}

/** A table of the cells given, which must not hold line ends. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
