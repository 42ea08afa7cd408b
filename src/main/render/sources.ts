import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { describe } from '../../protocol/coded-error.ts';

/** Something that objects are read from. */
export interface Source {
  /** For messages: the path, or `<stdin>`. */
  readonly name: string;
  /** The plain UTF-8 bytes, whatever they were packed in. Rejects when they can't be read to the end. */
  read(): AsyncIterable<Uint8Array>;
}

export interface Sources {
  readonly sources: readonly Source[];
  /** What can't be read, in words. */
  readonly problems: readonly string[];
}

export const STDIN = '<stdin>';

/** Files that a folder is read for. */
const SUFFIX = /\.(?:json|ya?ml|ndjson)(?:\.gz)?$/;

const READ_BYTES = 256 * 1024;

/** Finds the files that `paths` name: `-` is standard input, a folder stands for its files in order of name. */
export async function findSources(
  paths: readonly string[],
  stdin: AsyncIterable<Uint8Array | string>,
): Promise<Sources> {
  const sources: Source[] = [];
  const problems: string[] = [];
  for (const path of paths) {
    if (path === '-') {
      sources.push({ name: STDIN, read: () => plain(bytesOf(stdin)) });
      continue;
    }
    try {
      if (!(await stat(path)).isDirectory()) {
        sources.push(fileSource(path));
        continue;
      }
      const files = (await readdir(path, { withFileTypes: true }))
        .filter((entry) => !entry.isDirectory() && SUFFIX.test(entry.name))
        .map(({ name }) => join(path, name))
        .sort();
      if (files.length === 0) problems.push(`${path}: no *.json, *.yaml, *.yml or *.ndjson in this folder`);
      sources.push(...files.map(fileSource));
    } catch (error) {
      problems.push(`${path}: ${reasonOf(error)}`);
    }
  }
  return { sources, problems };
}

function fileSource(path: string): Source {
  return { name: path, read: () => plain(createReadStream(path, { highWaterMark: READ_BYTES })) };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  Z_BUF_ERROR: 'the gzip data is cut off',
  Z_DATA_ERROR: 'the gzip data is damaged',
};

/** Why something can't be read, without the path, which the message starts with. */
export function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? describe(error);
}

async function* bytesOf(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  for await (const chunk of input) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

/** Unpacks gzip, translates UTF-16 and takes a byte order mark away: told by the first bytes. */
async function* plain(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { first, all } = await peek(input, 3);
  if (first[0] === 0x1f && first[1] === 0x8b) {
    yield* plain(gunzipped(all));
  } else if ((first[0] === 0xff && first[1] === 0xfe) || (first[0] === 0xfe && first[1] === 0xff)) {
    // As PowerShell writes redirected output.
    const decoder = new TextDecoder(first[0] === 0xff ? 'utf-16le' : 'utf-16be');
    for await (const chunk of all) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  } else {
    let skip = first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf ? 3 : 0;
    for await (const chunk of all) {
      yield skip > 0 ? chunk.subarray(skip) : chunk;
      skip = 0;
    }
  }
}

function gunzipped(input: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: READ_BYTES });
  const source = Readable.from(input, { objectMode: false });
  source.on('error', (error) => gunzip.destroy(error));
  gunzip.on('close', () => source.destroy());
  return source.pipe(gunzip);
}

/** The first `count` bytes, where there are that many, and all of the input with them in its first chunk. */
async function peek(
  input: AsyncIterable<Uint8Array>,
  count: number,
): Promise<{ readonly first: Uint8Array; readonly all: AsyncIterable<Uint8Array> }> {
  const rest = input[Symbol.asyncIterator]();
  let first: Uint8Array = new Uint8Array(0);
  while (first.length < count) {
    const next = await rest.next();
    if (next.done === true) break;
    first = first.length === 0 ? next.value : Buffer.concat([first, next.value]);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      if (first.length > 0) yield first;
      for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
    } finally {
      // Whoever stops early gives the file back.
      await rest.return?.();
    }
  }
  return { first, all: all() };
}
