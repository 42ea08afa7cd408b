import { request } from 'node:https';
import { CodedError } from '../../protocol/coded-error.ts';
import type { Clock } from '../clock.ts';
import { type PemSource, pemOf } from './tls-material.ts';
import { basic, bearer } from './token.ts';
import { expiryOf } from './token-provider.ts';

/** The `oidc` auth-provider of a kubeconfig user. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** The token to use while it lasts. */
  readonly idToken: string | undefined;
  readonly refreshToken: string | undefined;
  /** The issuer's CA, read when it is needed; `undefined` trusts what Node trusts. */
  readonly ca: PemSource | undefined;
}

/** As client-go: clocks differ. */
const LEEWAY_MS = 10_000;
const DEADLINE_MS = 30_000;
/** A token response is a few kilobytes. */
const ANSWER_LIMIT = 1024 * 1024;

/**
 * Keeps an OIDC login going: gives the `Authorization` for the ID token at hand, and, when that has
 * expired, gets another with the refresh token. Refreshed tokens stay in memory: the kubeconfig is
 * not written to. (KubeConfig's own refresh fails before it asks anybody.)
 *
 * Resolves with `undefined` when the token has expired and there is nothing to refresh it with.
 */
export function oidcLogin(settings: OidcSettings, clock: Clock): () => Promise<string | undefined> {
  let { idToken, refreshToken } = settings;
  return async () => {
    if (idToken !== undefined) {
      const authorization = bearer(idToken, 'id-token');
      if ((expiryOf(authorization) ?? 0) - LEEWAY_MS > clock.now()) return authorization;
    }
    if (refreshToken === undefined) return undefined;
    const answer = await refresh(settings, refreshToken, clock);
    idToken = answer.idToken;
    refreshToken = answer.refreshToken ?? refreshToken;
    return bearer(idToken, 'id_token of the issuer');
  };
}

interface Refreshed {
  readonly idToken: string;
  readonly refreshToken: string | undefined;
}

async function refresh(settings: OidcSettings, refreshToken: string, clock: Clock): Promise<Refreshed> {
  const { issuer, clientId, clientSecret, ca } = settings;
  const deadline = new AbortController();
  const timer = clock.after(DEADLINE_MS, () =>
    deadline.abort(new Error(`no answer within ${DEADLINE_MS} ms`)),
  );
  try {
    const common = { ca: await pemOf(ca), signal: deadline.signal };
    const discovery = await askJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, common);
    const endpoint = discovery.body.token_endpoint;
    if (typeof endpoint !== 'string') throw refused(issuer, discovery.status, 'has no token endpoint');

    const grant = { grant_type: 'refresh_token', refresh_token: refreshToken };
    const asForm = {
      ...grant,
      client_id: clientId,
      ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
    };
    // RFC 6749, 2.3.1: every issuer takes a secret in the header, though some only in the form.
    const authorization =
      clientSecret === undefined
        ? undefined
        : basic(encodeURIComponent(clientId), encodeURIComponent(clientSecret));
    let answer = await askJson(endpoint, {
      ...common,
      form: authorization === undefined ? asForm : grant,
      authorization,
    });
    if (answer.status >= 400 && authorization !== undefined)
      answer = await askJson(endpoint, { ...common, form: asForm });
    const idToken = answer.body.id_token;
    if (answer.status >= 400 || typeof idToken !== 'string') {
      throw refused(
        issuer,
        answer.status,
        `gave no id_token: ${String(answer.body.error ?? 'no reason given')}`,
      );
    }
    const next = answer.body.refresh_token;
    return { idToken, refreshToken: typeof next === 'string' ? next : undefined };
  } finally {
    timer.cancel();
  }
}

function refused(issuer: string, status: number, what: string): CodedError {
  return new CodedError('KSE_API_CREDENTIALS', `OIDC issuer ${issuer} ${what} (status ${status})`);
}

interface Question {
  readonly ca: string | undefined;
  readonly signal: AbortSignal;
  readonly form?: Readonly<Record<string, string>>;
  readonly authorization?: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One exchange of JSON over HTTPS, by Node's own client: it happens once an hour. */
function askJson(url: string, { ca, signal, form, authorization }: Question): Promise<Answer> {
  const body = form === undefined ? undefined : new URLSearchParams(form).toString();
  const headers = {
    accept: 'application/json',
    ...(authorization === undefined ? {} : { authorization }),
    ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  return new Promise((resolve, reject) => {
    const ask = request(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      ca,
      signal,
      agent: false,
    });
    ask.on('error', reject);
    ask.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('error', reject);
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > ANSWER_LIMIT) response.destroy(new Error(`more than ${ANSWER_LIMIT} characters`));
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: jsonObject(text) }));
    });
    ask.end(body);
  });
}

function jsonObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {}; // an error page; the caller says what is missing
  }
}
