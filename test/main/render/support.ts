import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { render } from '../../../src/main/render/render.ts';
import { within } from '../../support/deadline.ts';

/** What a run of `render` has left behind. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The sample lines of the output. */
  readonly lines: readonly string[];
}

/** Runs `render` in this process, with real threads. */
export async function run(
  args: readonly string[],
  stdin: string | readonly Uint8Array[] = '',
): Promise<Outcome> {
  const out = collector();
  const err = collector();
  const input = typeof stdin === 'string' ? (stdin === '' ? [] : [Buffer.from(stdin)]) : stdin;
  const code = await within(
    render(args, { stdin: Readable.from(input), stdout: out.stream, stderr: err.stream, env: {} }),
    'render ends',
    60_000,
  );
  return { code, out: out.text(), err: err.text(), lines: samples(out.text()) };
}

function collector(): { readonly stream: Writable; text(): string } {
  const chunks: Uint8Array[] = [];
  const stream = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      chunks.push(Uint8Array.from(chunk));
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

/** Lines end at LF only: label values may hold CR. */
export function samples(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** Runs `use` with a folder that has these files, and takes the folder away. */
export async function withFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (path: (name: string) => string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'render-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    await use((name) => join(folder, name));
  } finally {
    await rm(folder, { recursive: true });
  }
}

export interface TestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** A config map: `kube_configmap_info` is its one line that is always there. */
export function configMap(name: string, metadata: Readonly<Record<string, unknown>> = {}): TestObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'ns', name, ...metadata } };
}

/** The line that `configMap` gives. */
export function infoLine(name: string, namespace = 'ns'): string {
  return `kube_configmap_info{namespace="${namespace}",configmap="${name}"} 1`;
}

/** The `kube_configmap_info` lines of an outcome. */
export function infoLines({ lines }: Outcome): readonly string[] {
  return lines.filter((line) => line.startsWith('kube_configmap_info{'));
}

export function json(...objects: readonly unknown[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n');
}
