import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { CodedError } from '../../protocol/coded-error.ts';

/** One kubeconfig file as parsed, nothing interpreted. */
export interface KubeconfigFile {
  readonly path: string;
  /** Relative paths in the file start here. */
  readonly folder: string;
  readonly root: Readonly<Record<string, unknown>>;
}

/**
 * Reads and parses one kubeconfig. Throws `KSE_KUBECONFIG`, naming the file, and the line and
 * column of a YAML error, but never the text there: it may be a secret. An empty file is an empty
 * configuration, as it is for kubectl. Resolves with `undefined` when there is no such file.
 */
export async function readKubeconfig(path: string): Promise<KubeconfigFile | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new CodedError('KSE_KUBECONFIG', `${path} cannot be read`, { cause });
  }
  return { path, folder: dirname(path), root: parse(text, path) };
}

function parse(text: string, path: string): Readonly<Record<string, unknown>> {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const [first] = document.errors;
  if (first !== undefined) {
    const { line, col } = lineCounter.linePos(first.pos[0]);
    const what = first.code.toLowerCase().replaceAll('_', ' ');
    throw new CodedError('KSE_KUBECONFIG', `${path} is not YAML: ${what} at line ${line}, column ${col}`);
  }
  let root: unknown;
  try {
    root = document.toJS() ?? {};
  } catch (cause) {
    throw new CodedError('KSE_KUBECONFIG', `${path} cannot be resolved`, { cause });
  }
  if (!isRecord(root))
    throw new CodedError('KSE_KUBECONFIG', `${path} is not a kubeconfig: its root is no mapping`);
  return root;
}

/** The entry called `name` of a list such as `users`, from the first file that has one, as kubectl merges. */
export function findEntry(
  files: readonly KubeconfigFile[],
  list: 'clusters' | 'contexts' | 'users',
  name: string,
): { readonly file: KubeconfigFile; readonly body: Readonly<Record<string, unknown>> } | undefined {
  const bodyKey = list.slice(0, -1);
  for (const file of files) {
    for (const entry of listOf(file.root[list])) {
      // YAML makes numbers of names such as 12345.
      if (!isRecord(entry) || String(entry.name ?? '') !== name) continue;
      const body = entry[bodyKey];
      return { file, body: isRecord(body) ? body : {} };
    }
  }
  return undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
