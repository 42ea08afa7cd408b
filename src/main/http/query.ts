/** The parameters of a query, decoded, in order; a name may have several values. */
export type Query = ReadonlyMap<string, readonly string[]>;

/**
 * Reads a query string (without `?`). Gives `undefined` when an escape in it is malformed, where
 * URLSearchParams would put replacement characters and go on.
 */
export function parseQuery(text: string): Query | undefined {
  const query = new Map<string, string[]>();
  try {
    for (const pair of text.split('&').filter((pair) => pair !== '')) {
      const at = pair.indexOf('=');
      const name = decode(at === -1 ? pair : pair.slice(0, at));
      const value = at === -1 ? '' : decode(pair.slice(at + 1));
      query.set(name, [...(query.get(name) ?? []), value]);
    }
  } catch {
    // decodeURIComponent throws nothing but URIError.
    return undefined;
  }
  return query;
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
