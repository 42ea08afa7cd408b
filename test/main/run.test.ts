import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { type RunContext, run } from '../../src/main/run.ts';
import { VERSION } from '../../src/main/version.ts';
import { eventually, within } from '../support/deadline.ts';

type Signal = 'SIGTERM' | 'SIGINT';

/** A process that can be told signals, and keeps what is written. `listened` is told how many listeners it has. */
function fakeProcess(listened?: (count: number) => void) {
  const listeners: [signal: Signal, listener: () => void][] = [];
  const exits: number[] = [];
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const context: RunContext = {
    env: {},
    stdin: new PassThrough() as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    on: (signal, listener) => {
      listeners.push([signal, listener]);
      listened?.(listeners.length);
    },
    off: (signal, listener) => {
      const at = listeners.findIndex(([name, one]) => name === signal && one === listener);
      if (at >= 0) listeners.splice(at, 1);
    },
    exit: (code) => {
      exits.push(code);
      return undefined as never;
    },
  };
  return {
    context,
    exits,
    listeners,
    signal: (name: Signal) => {
      for (const [one, listener] of [...listeners]) if (one === name) listener();
    },
    out: () => String(stdout.read() ?? ''),
    err: () => String(stderr.read() ?? ''),
  };
}

for (const words of [['--help'], ['help'], ['-h']]) {
  test(`${words.join(' ')} prints the flags and exits with 0`, async () => {
    const { context, out, err } = fakeProcess();
    assert.equal(await run(words, context), 0);
    assert.match(out(), /--resources/);
    assert.equal(err(), '');
  });
}

for (const words of [['--version'], ['version']]) {
  test(`${words.join(' ')} prints the version and exits with 0`, async () => {
    const { context, out } = fakeProcess();
    assert.equal(await run(words, context), 0);
    assert.match(
      out(),
      new RegExp(`^kube-state-exporter, version ${VERSION.replaceAll('.', '\\.')} \\(node v24`),
    );
  });
}

test('a flag that is none exits with 1, says so on stderr, and prints nothing else', async () => {
  const { context, out, err, listeners } = fakeProcess();
  assert.equal(await run(['--no-such-flag'], context), 1);
  const said = err();
  assert.match(said, /^kube-state-exporter: .*no-such-flag/s);
  assert.match(said, /KSE_OPTIONS/);
  assert.equal(out(), '');
  assert.deepEqual(listeners, []);
});

test('without a cluster it exits with 1 and tells of the demo', async () => {
  const { context, err } = fakeProcess();
  assert.equal(await run(['--kubeconfig=/nonexistent/config'], context), 1);
  assert.match(err(), /KSE_(KUBECONFIG|NO_CLUSTER)/);
});

test('render is a command of its own', async () => {
  const { context, out } = fakeProcess();
  assert.equal(await run(['render', '--help'], context), 0);
  assert.match(out(), /render/);
});

const SERVE = [
  // Nobody listens there: it is tried again for as long as it takes.
  '--apiserver=http://127.0.0.1:1',
  '--host=127.0.0.1',
  '--port=0',
  '--telemetry-host=127.0.0.1',
  '--telemetry-port=0',
  '--resources=namespaces',
  '--workers=1',
  '--log-level=error',
];

test('a signal ends it with 0 while it still starts, and leaves no listener behind', async () => {
  const { context, listeners, signal, exits } = fakeProcess();
  const running = run(SERVE, context);
  await eventually(() => listeners.length === 2, 'it listens to signals');
  signal('SIGTERM');
  assert.equal(await within(running, 'the end'), 0);
  assert.deepEqual(listeners, []);
  assert.deepEqual(exits, []);
});

test('a second signal ends it at once, with the status of that signal', async () => {
  const process = fakeProcess((count) => {
    // Two wait for the first signal; two more for another one, as soon as the stop begins.
    if (count === 2) setImmediate(() => process.signal('SIGTERM'));
    if (count === 4) process.signal('SIGINT');
  });
  await within(run(SERVE, process.context), 'the end');
  assert.deepEqual(process.exits, [130]);
  assert.deepEqual(process.listeners, []);
});
