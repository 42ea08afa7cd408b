import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  END_SECONDS,
  GO_ZERO_SECONDS,
  MIN_SECONDS,
  parseRfc3339,
} from '../../../src/workers/shape/rfc3339.ts';

const TIMES: readonly (readonly [text: string, seconds: number])[] = [
  ['1970-01-01T00:00:00Z', 0],
  ['2024-02-29T12:34:56Z', 1_709_210_096],
  ['2024-12-31T23:59:59Z', 1_735_689_599],
  ['2000-02-29T00:00:00Z', 951_782_400],
  ['0001-01-01T00:00:00Z', GO_ZERO_SECONDS],
  ['0000-01-01T00:00:00Z', MIN_SECONDS],
  ['0000-02-29T00:00:00Z', MIN_SECONDS + 59 * 86_400],
  ['9999-12-31T23:59:59Z', END_SECONDS - 1],
  ['1970-01-01T01:00:00+01:00', 0],
  ['1969-12-31T18:30:00-05:30', 0],
  ['1970-01-01T00:00:00.999999999Z', 0],
  ['1969-12-31T23:59:59.5Z', -1],
  ['2026-11-22T07:01:45.123456Z', 1_795_330_905],
  // What Go's parser lets pass.
  ['1970-01-01T1:00:00Z', 3600],
  ['1970-01-01T00:00:00,25Z', 0],
  ['1970-01-02T00:00:00+24:00', 0],
  ['1970-01-01T01:00:00+00:60', 0],
];

const NO_TIMES: readonly string[] = [
  '',
  'now',
  '2024-01-01',
  '2024-01-01T00:00:00',
  '2024-01-01 00:00:00Z',
  '2024-01-01t00:00:00Z',
  '2024-01-01T00:00:00z',
  '2024-01-01T00:00Z',
  '2024-1-01T00:00:00Z',
  '24-01-01T00:00:00Z',
  '+2024-01-01T00:00:00Z',
  '-0001-01-01T00:00:00Z',
  '10000-01-01T00:00:00Z',
  '2024-00-01T00:00:00Z',
  '2024-13-01T00:00:00Z',
  '2024-01-00T00:00:00Z',
  '2024-01-32T00:00:00Z',
  '2024-04-31T00:00:00Z',
  '2023-02-29T00:00:00Z',
  '1900-02-29T00:00:00Z',
  '2024-02-30T00:00:00Z',
  '2024-01-01T24:00:00Z',
  '2024-01-01T00:60:00Z',
  '2024-01-01T00:00:60Z',
  '2024-01-01T:00:00Z',
  '2024-01-01T000:00:00Z',
  '2024-01-01T00:00:00.Z',
  '2024-01-01T00:00:00.1.2Z',
  '2024-01-01T00:00:00Z ',
  ' 2024-01-01T00:00:00Z',
  '2024-01-01T00:00:00+1:00',
  '2024-01-01T00:00:00+0100',
  '2024-01-01T00:00:00+25:00',
  '2024-01-01T00:00:00+00:61',
  '2024-01-01T00:00:00+01:00Z',
  '２024-01-01T00:00:00Z',
];

for (const [text, seconds] of TIMES) {
  test(`${text} is ${seconds}`, () => assert.equal(parseRfc3339(text), seconds));
}

for (const text of NO_TIMES) {
  test(`"${text}" is no time`, () => assert.equal(parseRfc3339(text), undefined));
}

test('every second of the years 0 to 9999 is read as Date writes it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: MIN_SECONDS, max: END_SECONDS - 1 }),
      fc.nat({ max: 999 }),
      (seconds, ms) => {
        assert.equal(parseRfc3339(new Date(seconds * 1000 + ms).toISOString()), seconds);
      },
    ),
    { numRuns: 2000 },
  );
});

test('no text throws, and what Date refuses is refused too, but for what Go lets pass', () => {
  const almost = fc
    .tuple(fc.constantFrom(...TIMES), fc.nat(), fc.string({ minLength: 0, maxLength: 2 }))
    .map(([[text], at, patch]) => {
      const i = at % text.length;
      return text.slice(0, i) + patch + text.slice(i + 1);
    });
  fc.assert(
    fc.property(almost, (text) => {
      const seconds = parseRfc3339(text);
      if (seconds === undefined || /T\d:|,|24:|:60$/.test(text)) return;
      const date = Math.floor(Date.parse(text) / 1000);
      assert.equal(seconds, date);
    }),
    { numRuns: 2000 },
  );
});
