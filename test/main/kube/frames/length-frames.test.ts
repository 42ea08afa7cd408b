import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LengthFrames } from '../../../../src/main/kube/frames/length-frames.ts';
import { cut } from './collect.ts';
import { lengthFrame } from './protobuf.ts';

function frames(chunks: readonly Uint8Array[], limit?: number): { frames: string[]; leftOver: boolean } {
  const found: string[] = [];
  const framer = new LengthFrames((bytes, start, end) => {
    found.push(Buffer.from(bytes.subarray(start, end)).toString('hex'));
  }, limit);
  for (const chunk of chunks) framer.push(chunk);
  return { frames: found, leftOver: framer.end() };
}

test('any chunking of length-delimited frames gives the same frames', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), fc.array(fc.nat()), (payloads, positions) => {
      const stream = Buffer.concat(payloads.map(lengthFrame));
      const result = frames(cut(stream, positions));
      assert.deepEqual(
        result.frames,
        payloads.map((payload) => Buffer.from(payload).toString('hex')),
      );
      assert.equal(result.leftOver, false);
    }),
  );
});

test('a stream cut off anywhere gives the whole frames before the cut, and says whether something is left over', () => {
  const payloads = [Buffer.from('one'), Buffer.alloc(0), Buffer.from('three')];
  const stream = Buffer.concat(payloads.map(lengthFrame));
  const ends = [0, 7, 11, 20];
  for (let length = 0; length <= stream.length; length++) {
    const result = frames([stream.subarray(0, length)]);
    assert.equal(result.frames.length, ends.filter((end) => end <= length).length - 1, `cut at ${length}`);
    assert.equal(result.leftOver, !ends.includes(length), `cut at ${length}`);
  }
});

test('a length beyond the limit is refused before any of the frame is kept', () => {
  const hostile = Buffer.from([0xff, 0xff, 0xff, 0xff, 1, 2, 3]);
  for (const chunks of [[hostile], [hostile.subarray(0, 2), hostile.subarray(2)]]) {
    assert.throws(() => frames(chunks), { code: 'KSE_FRAME_TOO_LARGE', message: /4294967295/ });
  }
});

test('a frame of exactly the limit passes, one byte more does not', () => {
  assert.equal(frames([lengthFrame(Buffer.alloc(100))], 100).frames.length, 1);
  assert.throws(() => frames([lengthFrame(Buffer.alloc(101))], 100), { code: 'KSE_FRAME_TOO_LARGE' });
});

test('a frame of 5 MB in small chunks arrives whole', () => {
  const payload = Buffer.alloc(5_000_000, 'abcdefg');
  const stream = Buffer.concat([lengthFrame(payload), lengthFrame(Buffer.from('next'))]);
  const positions = Array.from({ length: 400 }, (_, i) => i * 12_345);
  const result = frames(cut(stream, positions));
  assert.deepEqual(result.frames, [payload.toString('hex'), Buffer.from('next').toString('hex')]);
});
