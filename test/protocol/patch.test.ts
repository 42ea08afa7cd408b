import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compressedPage, plainText, storedPage } from '../../src/protocol/fragment.ts';
import type { Page } from '../../src/protocol/page.ts';
import { type Patch, PatchWriter, pagesIn, readPatch, transferables } from '../../src/protocol/patch.ts';

const HEAD = { stream: 1, closes: undefined, reset: false, objects: 1, oldestAt: undefined };

interface Change {
  readonly family: number;
  readonly group: number;
  readonly page: Page | undefined;
}

const page: fc.Arbitrary<Page> = fc
  .tuple(fc.uint8Array({ minLength: 1, maxLength: 400 }), fc.nat(9), fc.boolean())
  .map(([text, samples, compress]) => (compress ? compressedPage : storedPage)(text, samples));

const changes: fc.Arbitrary<readonly Change[]> = fc.uniqueArray(
  fc.record({ family: fc.nat(20), group: fc.nat(5_000), page: fc.option(page, { nil: undefined }) }),
  { maxLength: 40, selector: ({ family, group }) => family * 10_000 + group },
);

function written(list: readonly Change[]): Patch {
  const writer = new PatchWriter();
  for (const { family, group, page } of list) writer.add(family, group, page);
  return writer.take(HEAD);
}

/** What is read, by its place; the order in which pages travel is the writer's own. */
function read(patch: Patch): Map<string, { text: string; page: Page } | undefined> {
  const pages = new Map<string, { text: string; page: Page } | undefined>();
  readPatch(patch, (family, group, page) => {
    const place = `${family}/${group}`;
    assert.ok(!pages.has(place));
    pages.set(place, page && { text: plainText(page).toString('latin1'), page });
  });
  return pages;
}

test('a patch arrives on the other thread as it was written, gone pages included', () => {
  fc.assert(
    fc.property(changes, (list) => {
      const patch = written(list);
      const arrived = structuredClone(patch, { transfer: transferables(patch) });
      assert.equal(pagesIn(arrived), list.length);
      const pages = read(arrived);
      for (const { family, group, page: sent } of list) {
        const got = pages.get(`${family}/${group}`);
        assert.equal(got === undefined, sent === undefined);
        if (got === undefined || sent === undefined) continue;
        const { plainLength, crc, samples, compressed } = sent;
        const { bytes: _bytes, ...rest } = got.page;
        assert.deepEqual(rest, { plainLength, crc, samples, compressed });
        assert.equal(got.text, plainText(sent).toString('latin1'));
        assert.ok(Object.isFrozen(got.page));
      }
    }),
  );
});

test('the worker keeps its own pages whole when a patch has left', () => {
  const kept = storedPage(Buffer.from('a 1\n'), 1);
  const patch = written([{ family: 0, group: 0, page: kept }]);
  structuredClone(patch, { transfer: transferables(patch) });
  assert.equal(plainText(kept).toString(), 'a 1\n');
});
