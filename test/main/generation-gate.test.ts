import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type GatedStream, GenerationGate } from '../../src/main/generation-gate.ts';
import { failure, reflectorSnapshot } from './reflector-snapshot.ts';

/** A stream whose state the test changes. */
type Stream = { -readonly [K in keyof GatedStream]: GatedStream[K] };

function stream(label: string): Stream {
  return { label, committed: false, refused: false, reflector: reflectorSnapshot() };
}

function gateOf(...streams: readonly Stream[]): GenerationGate {
  return new GenerationGate(() => streams);
}

test('it opens when every stream is committed, and stays open', () => {
  const pods = stream('pods');
  const nodes = stream('nodes');
  const gate = gateOf(pods, nodes);
  assert.equal(gate.open, false);
  pods.committed = true;
  assert.equal(gate.open, false);
  nodes.committed = true;
  assert.equal(gate.open, true);
  nodes.committed = false;
  nodes.refused = true;
  pods.committed = false;
  assert.equal(gate.open, true);
});

test('a refused stream holds the others up no longer, but is no generation by itself', () => {
  const pods = stream('pods');
  const secrets = stream('secrets');
  const gate = gateOf(pods, secrets);
  secrets.refused = true;
  assert.equal(gate.open, false);
  pods.refused = true;
  assert.equal(gate.open, false, 'nothing at all is not an empty whole');
  pods.refused = false;
  pods.committed = true;
  assert.equal(gate.open, true);
});

test('its opening is told once, whatever it opens by', () => {
  const pods = stream('pods');
  const secrets = stream('secrets');
  let told = 0;
  const gate = new GenerationGate(
    () => [pods, secrets],
    () => void told++,
  );
  pods.committed = true;
  assert.deepEqual([gate.open, told], [false, 0]);
  secrets.refused = true;
  assert.deepEqual([gate.open, gate.open, told], [true, true, 1]);
});

test('without a stream there is no generation', () => {
  const gate = gateOf();
  assert.equal(gate.open, false);
  assert.equal(gate.waitingFor, 'the workers');
});

test('what it waits for is named, with the first reason', () => {
  const pods = stream('pods');
  const nodes = stream('nodes');
  const jobs = stream('jobs in namespace a');
  const gate = gateOf(pods, nodes, jobs);
  pods.committed = true;
  assert.equal(gate.waitingFor, 'nodes and 1 more');
  nodes.reflector = reflectorSnapshot({ phase: 'waiting', lastError: failure('no route to host') });
  assert.equal(gate.waitingFor, 'nodes and 1 more (no route to host)');
  nodes.committed = true;
  assert.equal(gate.waitingFor, 'jobs in namespace a');
});

test('each stream is a check; once it is open, one that is behind is told but fails nothing', () => {
  const pods = stream('pods');
  const secrets = stream('secrets');
  const gate = gateOf(pods, secrets);
  pods.committed = true;
  pods.reflector = reflectorSnapshot({ phase: 'watching', lastError: failure('an old one') });
  assert.deepEqual(gate.checks(), [
    { name: 'pods', ok: true },
    { name: 'secrets', ok: false, reason: 'streaming' },
  ]);
  secrets.refused = true;
  secrets.reflector = reflectorSnapshot({ phase: 'refused', lastError: failure('forbidden') });
  assert.deepEqual(gate.checks(), [
    { name: 'pods', ok: true },
    { name: 'secrets', ok: true, reason: 'refused: forbidden' },
  ]);
});
