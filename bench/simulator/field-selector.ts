import type { Item } from './item.ts';
import type { Kind } from './kinds.ts';

interface Term {
  readonly field: string;
  readonly equal: boolean;
  readonly value: string;
}

/** Thrown for a selector that the server refuses; the message is the server's. */
export class SelectorError extends Error {}

const ALWAYS = ['metadata.name', 'metadata.namespace'];
const OPERATOR = /^((?:[^\\=!]|\\.|!(?!=))*?)(!=|==|=)(.*)$/s;
const TERM = /(?:[^\\,]|\\.)+/gs;

/** The objects that a field selector picks; everything for an empty one. Throws `SelectorError`. */
export function parseFieldSelector(kind: Kind, text: string): (item: Item) => boolean {
  const terms = (text.match(TERM) ?? []).map(parseTerm);
  for (const { field } of terms) requireKnown(kind, field);
  return (item) => terms.every(({ field, equal, value }) => (item.field(field) === value) === equal);
}

function parseTerm(text: string): Term {
  const [, field, operator, value] = OPERATOR.exec(text) ?? [];
  if (field === undefined || value === undefined)
    throw new SelectorError(`invalid selector: '${text}'; can't understand '${text}'`);
  return { field, equal: operator !== '!=', value: plainValue(value) };
}

/** A backslash makes `\`, `,` and `=` plain; anything else after one is an error, as is a bare `=`. */
function plainValue(value: string): string {
  return value.replace(/\\(.?)|=/gs, (match, escaped: string | undefined) => {
    if (escaped === '\\' || escaped === ',' || escaped === '=') return escaped;
    throw new SelectorError(`invalid field selector: invalid escape sequence: ${match}`);
  });
}

function requireKnown(kind: Kind, field: string): void {
  if (ALWAYS.includes(field) || kind.selectable.includes(field)) return;
  throw new SelectorError(
    kind.selectable.length > 0 || kind.custom
      ? `field label not supported: ${field}`
      : `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
  );
}
