import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedDir } from '../../../support/shared.ts';

/** One recorded request and the verbatim answer. */
export interface Exchange {
  readonly path: string;
  readonly accept: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface Recorded {
  readonly exchanges: readonly {
    readonly request: { readonly path: string; readonly headers: Readonly<Record<string, string>> };
    readonly response: {
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly bodyBase64?: string;
    };
  }[];
}

/** The recorded exchanges of that name. Only for tests that skip without the shared data. */
export function transcript(name: string): Exchange[] {
  const file = join(sharedDir() ?? '', 'transcripts', `${name}.json`);
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
  return recorded.exchanges.map(({ request, response }) => ({
    path: request.path,
    accept: request.headers.accept ?? '',
    status: response.status,
    headers: response.headers,
    body:
      response.bodyBase64 === undefined
        ? Buffer.from(response.body ?? '')
        : Buffer.from(response.bodyBase64, 'base64'),
  }));
}
