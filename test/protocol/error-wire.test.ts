import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodedError, codeOf } from '../../src/protocol/coded-error.ts';
import { errorFromWire, errorToWire } from '../../src/protocol/error-wire.ts';

test('code, hint, name, stack and causes survive a structured clone', () => {
  const cause = Object.assign(new TypeError('inner'), { code: 'ECONNRESET' });
  const error = new CodedError('KSE_X', 'outer', { cause, hint: 'do this' });
  const copy = errorFromWire(structuredClone(errorToWire(error)));
  assert.equal(copy.message, 'outer');
  assert.equal(copy.stack, error.stack);
  assert.equal(copy.name, 'CodedError');
  assert.equal(codeOf(copy), 'KSE_X');
  assert.equal((copy as CodedError).hint, 'do this');
  assert.equal(codeOf(copy.cause), 'ECONNRESET');
  assert.equal((copy.cause as Error).name, 'TypeError');
});

test('anything thrown becomes an error, and a circular chain of causes ends', () => {
  assert.equal(errorFromWire(errorToWire('just text')).message, 'just text');
  const circular = new Error('round');
  circular.cause = circular;
  let depth = 0;
  for (let error: unknown = errorFromWire(errorToWire(circular)); error instanceof Error; error = error.cause)
    depth++;
  assert.ok(depth > 1 && depth < 20);
});
