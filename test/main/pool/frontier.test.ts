import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Frontier } from '../../../src/main/pool/frontier.ts';

test('the version is that of the last batch before which nothing is missing', () => {
  const frontier = new Frontier();
  frontier.batch(1, true);
  frontier.batch(2, true);
  frontier.batch(3, true);
  frontier.applied(2, '12');
  assert.equal(frontier.version, '');
  frontier.applied(1, '11');
  assert.equal(frontier.version, '12');
  frontier.applied(3, '13');
  assert.equal(frontier.version, '13');
  assert.equal(frontier.waiting, 0);
});

test('a bookmark counts once all before it is applied', () => {
  const frontier = new Frontier();
  frontier.batch(1, true);
  frontier.mark('20');
  assert.equal(frontier.version, '');
  frontier.applied(1, '15');
  assert.equal(frontier.version, '20');
});

test('the items of a list tell no version, only its end does', () => {
  const frontier = new Frontier();
  frontier.batch(1, false);
  frontier.batch(2, false);
  frontier.mark('100');
  frontier.applied(1, '999');
  assert.equal(frontier.version, '');
  frontier.applied(2, '3');
  assert.equal(frontier.version, '100');
});

test('a batch without a version leaves it as it is, and unknown or late answers are ignored', () => {
  const frontier = new Frontier();
  frontier.mark('5');
  frontier.batch(1, true);
  frontier.applied(1, '');
  frontier.applied(1, '7');
  frontier.applied(99, '8');
  assert.equal(frontier.version, '5');
});

test('after a reset nothing is known, and answers from before it change nothing', () => {
  const frontier = new Frontier();
  frontier.mark('5');
  frontier.batch(1, true);
  frontier.reset();
  frontier.applied(1, '9');
  assert.equal(frontier.version, '');
});
