import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InflatedText } from '../../../src/main/exposition/inflated.ts';
import { compressedPage, FINAL_BLOCK, storedPage } from '../../../src/protocol/fragment.ts';
import { within } from '../../support/deadline.ts';

/** A megabyte and a half that no window repeats, in fragments of both forms. */
const TEXT = Buffer.from(Array.from({ length: 150_000 }, (_, i) => `a ${i}\n`).join(''));

function* fragments(): Generator<Uint8Array> {
  for (let at = 0; at < TEXT.length; at += 50_000) {
    const piece = TEXT.subarray(at, at + 50_000);
    yield (at % 100_000 === 0 ? compressedPage(piece, 1) : storedPage(piece, 1)).bytes;
  }
  yield FINAL_BLOCK;
}

test('the text comes out whole though its memory is taken back behind every chunk', async () => {
  const text = new InflatedText(fragments());
  const copies: Buffer[] = [];
  let back = 0;
  const read = async () => {
    for await (const chunk of text) {
      copies.push(Buffer.from(chunk));
      text.sent();
      if (chunk.length === 0) back++;
    }
  };
  await within(read(), 'the text ends');
  assert.ok(Buffer.concat(copies).equals(TEXT));
  assert.ok(back > 3, 'full buffers are given back');
});

test('what has not been said to be sent stays as it is', async () => {
  const text = new InflatedText(fragments());
  const chunks: Uint8Array[] = [];
  const read = async () => {
    for await (const chunk of text) chunks.push(chunk);
  };
  await within(read(), 'the text ends');
  assert.ok(Buffer.concat(chunks).equals(TEXT));
});

test('a damaged fragment is an error, not the end', async () => {
  const text = new InflatedText([Uint8Array.of(0xff, 0xff, 0xff)]);
  const read = async () => {
    for await (const _ of text);
  };
  await assert.rejects(within(read(), 'the error'), { code: 'Z_DATA_ERROR' });
});
