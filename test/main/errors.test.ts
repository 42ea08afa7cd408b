import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exitCodeOf, explain } from '../../src/main/errors.ts';
import { CodedError } from '../../src/protocol/coded-error.ts';

describe('an error that ends the process', () => {
  it('exits with the status of its code', () => {
    assert.equal(exitCodeOf(new CodedError('KSE_OPTIONS', 'x')), 1);
    assert.equal(exitCodeOf(new CodedError('KSE_API_TIMEOUT', 'x')), 1);
  });

  it('exits with 70 when it is none of ours, whatever it is', () => {
    for (const bug of [
      new TypeError('x'),
      Object.assign(new Error('x'), { code: 'ENOENT' }),
      'x',
      undefined,
      null,
    ]) {
      assert.equal(exitCodeOf(bug), 70);
    }
  });

  it('is explained by its message, causes, code, and what to do', () => {
    const cause = new Error('address already in use');
    assert.equal(
      explain(new CodedError('KSE_LISTEN', 'cannot listen', { cause, hint: 'Choose another with --port.' })),
      'cannot listen: address already in use\nKSE_LISTEN: Choose another with --port.',
    );
    assert.match(
      explain(new CodedError('KSE_LISTEN', 'cannot listen')),
      /^cannot listen\nKSE_LISTEN: Free the address/,
    );
  });

  it('is explained by its stack when it is a bug', () => {
    assert.match(explain(new TypeError('x is undefined')), /^TypeError: x is undefined\n +at /);
    assert.equal(explain('odd'), 'odd');
  });
});
