/** The API server's refusals as errors, and the questions that decisions ask about errors. */
import { CodedError, codeOf } from '../../protocol/coded-error.ts';
import type { Status } from './status.ts';

/** The API server answered with a Status that is no success. Code `KSE_API_STATUS`. */
export class ApiError extends CodedError {
  readonly status: Status;
  /** How long the server asks to wait, milliseconds; 0 when it doesn't. */
  readonly retryAfterMs: number;
  /** Told by an ERROR event of a watch that had been opened, not by the answer to a request. */
  readonly inWatch: boolean;

  constructor(what: string, status: Status, options: { retryAfterMs?: number; inWatch?: boolean } = {}) {
    const reason = status.reason === '' ? '' : ` ${status.reason}`;
    const hint = HINTS.get(status.code);
    const message = `${what}: ${status.code}${reason}${status.message === '' ? '' : `: ${status.message}`}`;
    super('KSE_API_STATUS', message, hint === undefined ? {} : { hint });
    this.status = status;
    this.retryAfterMs = Math.max(options.retryAfterMs ?? 0, status.retryAfterSeconds * 1000);
    this.inWatch = options.inWatch ?? false;
  }
}

const HINTS: ReadonlyMap<number, string> = new Map([
  [401, 'check that the credentials are still valid'],
  [403, 'grant "list" and "watch" on this resource to the exporter, or leave it out of --resources'],
  [404, 'the server does not serve this resource: leave it out of --resources'],
  [429, 'the server is busy; the request is repeated when it asks for it'],
]);

function hasStatus(error: unknown, ...codes: readonly number[]): boolean {
  return error instanceof ApiError && codes.includes(error.status.code);
}

/** The resourceVersion or continue token is older than what the server keeps. */
export function isExpired(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  const { code, reason } = error.status;
  return code === 410 || reason === 'Expired' || reason === 'Gone';
}

/**
 * The resourceVersion is newer than what the server has seen. Servers before 1.17 say it in the
 * message only.
 */
export function isTooLargeResourceVersion(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.status.code !== 504) return false;
  const { causes, message } = error.status;
  return (
    causes.some((cause) => cause.reason === 'ResourceVersionTooLarge') ||
    message.includes('Too large resource version')
  );
}

/** Who we are is not accepted. */
export function isUnauthorized(error: unknown): boolean {
  return hasStatus(error, 401);
}

/** What we ask for is not allowed. */
export function isForbidden(error: unknown): boolean {
  return hasStatus(error, 403);
}

/** There is no such resource. */
export function isNotFound(error: unknown): boolean {
  return hasStatus(error, 404);
}

/** The server has no encoding of this that we accept. */
export function isNotAcceptable(error: unknown): boolean {
  return hasStatus(error, 406, 415);
}

/** The server does not take these request options, or not for this verb. */
export function isInvalidRequest(error: unknown): boolean {
  return hasStatus(error, 400, 405, 422, 501);
}

/** The server asks for fewer requests. */
export function isTooManyRequests(error: unknown): boolean {
  return hasStatus(error, 429);
}

/** The server, or something before it, has a problem of its own. */
export function isServerError(error: unknown): boolean {
  return error instanceof ApiError && error.status.code >= 500;
}

const NO_ANSWER: ReadonlySet<string> = new Set([
  'KSE_API_UNREACHABLE',
  'KSE_API_TLS',
  'KSE_API_CREDENTIALS',
  'KSE_API_TIMEOUT',
  'KSE_API_PROTOCOL',
  'KSE_API_PROXY',
  'KSE_API_CLOSED',
  'KSE_EXEC_PLUGIN',
  'KSE_KUBECONFIG',
  'KSE_TLS_MATERIAL',
]);

/** No answer came at all, so nothing is known to be wrong with what was asked. */
export function isUnanswered(error: unknown): boolean {
  return NO_ANSWER.has(codeOf(error) ?? '');
}

/** Asking the same again later makes sense: nothing about the request was found wrong. */
export function isRetriable(error: unknown): boolean {
  return isUnanswered(error) || isTooManyRequests(error);
}

/** The server will go on refusing until somebody changes rights, credentials or the cluster. */
export function isRefused(error: unknown): boolean {
  return isUnauthorized(error) || isForbidden(error) || isNotFound(error) || isNotAcceptable(error);
}

/** How long the server asked to wait, milliseconds; 0 when it didn't. */
export function retryAfterOf(error: unknown): number {
  return error instanceof ApiError ? error.retryAfterMs : 0;
}

/**
 * Reads a `Retry-After` header: seconds, or an HTTP date (against `now`, milliseconds since the
 * epoch). Anything else is 0.
 */
export function retryAfterHeader(value: string | undefined, now: number): number {
  if (value === undefined) return 0;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
