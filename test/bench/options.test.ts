import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOptions, splitWords, UsageError } from '../../bench/harness/options.ts';

const KNOWN = ['start', 'scrape', 'churn'];

test('without arguments all scenarios run, with 20,000 pods and a node for each hundred', () => {
  const options = parseOptions([], KNOWN);
  assert.deepEqual(options.scenarios, KNOWN);
  assert.equal(options.pods, 20_000);
  assert.equal(options.nodes, 200);
  assert.equal(options.seconds, 10);
  assert.equal(options.peer, undefined);
  assert.equal(options.tls, true);
  assert.equal(options.check, false);
});

test('scenarios run in the order in which they are named, each once', () => {
  assert.deepEqual(parseOptions(['churn', 'start', 'churn'], KNOWN).scenarios, ['churn', 'start']);
});

test('a peer has a path and words of its own', () => {
  const { peer } = parseOptions(['--peer', './other', '--peer-args', '--v=2 --name "a b"'], KNOWN);
  assert.deepEqual(peer, { path: './other', args: ['--v=2', '--name', 'a b'] });
});

test('every wrong argument is refused with a text that names it', () => {
  const wrong: readonly (readonly [args: readonly string[], text: RegExp])[] = [
    [['nothing'], /no scenario "nothing"; there are start, scrape, churn/],
    [['--pods', '0'], /--pods takes a whole number from 1/],
    [['--pods', '1e3'], /--pods/],
    [['--pods', '-5'], /--pods|ambiguous/],
    [['--nodes', 'x'], /--nodes/],
    [['--seconds', '601'], /--seconds takes a whole number from 1 to 600/],
    [['--peer-args', 'x'], /without --peer/],
    [['--unknown'], /--unknown/],
    [['--json'], /--json/],
  ];
  for (const [args, text] of wrong) {
    assert.throws(
      () => parseOptions(args, KNOWN),
      (error) => error instanceof UsageError && text.test(error.message),
      args.join(' '),
    );
  }
});

test('words are split as a shell does it, without expanding anything', () => {
  assert.deepEqual(splitWords(''), []);
  assert.deepEqual(splitWords('  a   b '), ['a', 'b']);
  assert.deepEqual(splitWords(`--x='a b' "c d"e`), ['--x=a b', 'c de']);
  assert.deepEqual(splitWords('--metric-labels-allowlist=pods=[*] $HOME'), [
    '--metric-labels-allowlist=pods=[*]',
    '$HOME',
  ]);
});
