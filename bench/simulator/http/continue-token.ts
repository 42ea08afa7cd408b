import { badRequest } from './status.ts';

/** Where the next page begins, and of which state of the store. */
export interface Continuation {
  /** -1 for the newest state, whatever the pages before showed. */
  readonly resourceVersion: number;
  /** The first key, below the list's own prefix. */
  readonly start: string;
}

const FORMAT = 'meta.k8s.io/v1';

/** As the server writes them: JSON in unpadded URL-safe base64. */
export function formatContinue({ resourceVersion, start }: Continuation): string {
  const text = JSON.stringify({ v: FORMAT, rv: resourceVersion, start: `/${start}` });
  return Buffer.from(text).toString('base64url');
}

/** Throws the server's 400 for a token that it didn't make. */
export function parseContinue(token: string): Continuation {
  const text = Buffer.from(token, 'base64url').toString('latin1');
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    const first = text.codePointAt(0) ?? 0;
    const shown =
      first < 0x20 || first > 0x7e ? `\\u${first.toString(16).padStart(4, '0')}` : text.slice(0, 1);
    throw badRequest(
      `invalid continue token: continue key is not valid: invalid character '${shown}' looking for beginning of value`,
    );
  }
  if (!isToken(content))
    throw badRequest(
      'invalid continue token: continue key is not valid: server does not recognize this encoded version',
    );
  return { resourceVersion: content.rv, start: content.start.slice(1) };
}

function isToken(value: unknown): value is { v: string; rv: number; start: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { v, rv, start } = value as Record<string, unknown>;
  return v === FORMAT && typeof rv === 'number' && typeof start === 'string' && start.startsWith('/');
}
