import type { Allowlist } from './row.ts';

const ENTRY = /\s*([^[\]=,]*?)\s*=\[([^[\]=]*)\]/y;

/**
 * Reads `resource=[key,key],resource=[*]`, the form of the label and annotation allow-lists:
 * `=` only before `[`, `[` only after `=`, `]` only before `,` or the end, no empty keys or
 * entries; blanks around names don't count; at most one `*` in a key. A resource named twice
 * keeps its last list. Throws an Error with the place of the first mistake.
 *
 * The reference lets a value without any bracket pass and do nothing; that is refused here.
 */
export function parseAllowlist(text: string): Allowlist {
  if (text.trim() === '') return {};
  const entries: [string, readonly string[]][] = [];
  let at = 0;
  for (;;) {
    ENTRY.lastIndex = at;
    const match = ENTRY.exec(text);
    if (match === null) throw malformed(text, at, 'expected resource=[key,...]');
    const resource = match[1] ?? '';
    if (resource === '') throw malformed(text, at, 'no resource before =');
    entries.push([resource, keysOf(text, resource, match[2] ?? '')]);
    at = ENTRY.lastIndex;
    // A trailing comma fails above, at the entry that should follow it.
    if (at === text.length) return Object.fromEntries(entries);
    if (text[at] !== ',') throw malformed(text, at, 'expected a comma or the end');
    at++;
  }
}

function keysOf(text: string, resource: string, list: string): readonly string[] {
  if (list === '') return [];
  const keys = list.split(',').map((key) => key.trim());
  if (keys.includes('')) throw new Error(`an empty key in the list of ${JSON.stringify(resource)}: ${text}`);
  const twice = keys.find((key) => key.indexOf('*') !== key.lastIndexOf('*'));
  if (twice !== undefined) throw new Error(`more than one * in the key ${JSON.stringify(twice)}`);
  return keys;
}

function malformed(text: string, at: number, what: string): Error {
  return new Error(`${what} at character ${at + 1} of ${JSON.stringify(text)}`);
}
