import { textOf } from '../kube/frames/wire.ts';

/**
 * JSON starts with a bracket, or with a brace and then a quote or the other brace; anything else is
 * YAML, which has braces too, but no quotes around keys. `undefined`: not to be told yet.
 */
export function formatOf(bytes: Uint8Array, name: string): 'json' | 'yaml' | undefined {
  if (/\.ndjson(?:\.gz)?$/.test(name)) return 'json';
  const text = textOf(bytes, 0, Math.min(bytes.length, 64 * 1024)).trimStart();
  if (text === '') return bytes.length < 64 * 1024 ? undefined : 'yaml';
  if (text.startsWith('[')) return 'json';
  if (!text.startsWith('{')) return 'yaml';
  const next = text.slice(1).trimStart()[0];
  if (next === undefined) return text.length < 1024 ? undefined : 'json';
  return next === '"' || next === '}' ? 'json' : 'yaml';
}
