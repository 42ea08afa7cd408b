import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedDir } from '../support/shared.ts';

/** One request and its recorded answer. */
export interface Exchange {
  readonly transcript: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: object;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly bodyBase64?: string;
  };
}

/** All recorded exchanges; none when they are not at hand. */
export function recordedExchanges(): readonly Exchange[] {
  const shared = sharedDir();
  if (shared === undefined) return [];
  const folder = join(shared, 'transcripts');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const { name, exchanges } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      return exchanges.map((exchange: object) => ({ transcript: name, ...exchange }));
    });
}

/** The recorded body's bytes. */
export function bodyOf({ response }: Exchange): Buffer {
  return response.bodyBase64 === undefined
    ? Buffer.from(response.body ?? '')
    : Buffer.from(response.bodyBase64, 'base64');
}
