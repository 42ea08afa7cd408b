import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Found } from '../../../src/main/render/documents.ts';
import { Feed } from '../../../src/main/render/feed.ts';
import { codeOf } from '../../../src/protocol/coded-error.ts';
import { resourceByName } from '../../../src/workers/families/index.ts';
import { within } from '../../support/deadline.ts';
import { configMap } from './support.ts';

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

function feedOf(worker: string): Feed {
  const resource = resourceByName('configmaps');
  assert.ok(resource !== undefined);
  return new Feed({
    resources: [{ resource, families: resource.families, labels: undefined, annotations: undefined }],
    workers: 1,
    heapMiB: 64,
    lost: () => {},
    worker: fileURLToPath(new URL(worker, import.meta.url)),
  });
}

function found(name: string): Found {
  const json = configMap(name);
  const bytes = Buffer.from(JSON.stringify(json));
  return {
    bytes,
    start: 0,
    end: bytes.length,
    json,
    kind: 'ConfigMap',
    apiVersion: 'v1',
    place: { line: 1, column: 1 },
  };
}

async function assertFails(worker: string, codes: readonly string[]): Promise<void> {
  const feed = feedOf(worker);
  const all = async () => {
    // Enough for credit to run out, were it waited for for ever.
    for (let i = 0; i < 200_000; i++) {
      await feed.put('configmaps', found(`c${i}`), { uid: '', namespace: 'ns', name: `c${i}` });
    }
    await feed.complete();
  };
  await assert.rejects(within(all(), 'the failure is told'), (error) => codes.includes(codeOf(error) ?? ''));
  await within(feed.stop(), 'the feed stops');
}

test('a worker that dies ends the run by name instead of leaving a hole', () =>
  assertFails(`dying-worker.${extension}`, ['KSE_WORKER_DIED']));

test('a worker that cannot start does so too', () =>
  assertFails(`no-such-worker.${extension}`, ['KSE_WORKER_DIED', 'KSE_WORKER_START']));
