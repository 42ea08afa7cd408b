import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedDir } from './shared.ts';

/** What kube-state-metrics prints for one object under one pair of allow-lists. */
export interface Vector {
  readonly resource: string;
  readonly allowLabels: readonly string[];
  readonly allowAnnotations: readonly string[];
  readonly object: unknown;
  readonly lines: readonly string[];
  /** File and line, for messages. */
  readonly where: string;
}

/** All conformance vectors at hand, by resource; empty without them. */
export function loadVectors(): ReadonlyMap<string, readonly Vector[]> {
  const shared = sharedDir();
  const byResource = new Map<string, Vector[]>();
  if (shared === undefined) return byResource;
  for (const folder of ['objects', 'cases']) {
    for (const file of readdirSync(join(shared, 'conformance', folder)).sort()) {
      const text = readFileSync(join(shared, 'conformance', folder, file), 'utf8');
      // Label values hold U+2028 and CR as they are, so lines end at LF only.
      for (const [index, line] of text.split('\n').entries()) {
        if (line === '') continue;
        const vector: Vector = { ...JSON.parse(line), where: `${folder}/${file}:${index + 1}` };
        const list = byResource.get(vector.resource);
        if (list === undefined) byResource.set(vector.resource, [vector]);
        else list.push(vector);
      }
    }
  }
  return byResource;
}
