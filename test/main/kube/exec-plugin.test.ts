import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type ExecPlugin, redact, runExecPlugin } from '../../../src/main/kube/exec-plugin.ts';
import { codeOf } from '../../../src/protocol/coded-error.ts';
import { FakeClock } from '../../support/clock.ts';
import { eventually, within } from '../../support/deadline.ts';
import { coded, Folder } from './support.ts';

const API = 'client.authentication.k8s.io/v1';
const unused = new AbortController().signal;

function pluginOf(command: string, parts: Partial<ExecPlugin> = {}): ExecPlugin {
  return {
    command,
    args: [],
    env: {},
    apiVersion: API,
    installHint: undefined,
    clusterInfo: undefined,
    ...parts,
  };
}

/** A shell script that prints `output`. */
function printing(folder: Folder, output: string): ExecPlugin {
  folder.write('output', output);
  return pluginOf(folder.write('plugin', `#!/bin/sh\ncat '${folder.path}/output'\n`, 0o700));
}

function credential(status: unknown): string {
  return JSON.stringify({ apiVersion: API, kind: 'ExecCredential', status });
}

test('a plugin is run with its arguments and environment, and told what it is asked for', async () => {
  using folder = new Folder();
  const script = folder.write(
    'plugin',
    `#!/bin/sh
printf '%s\\n' "$1 $2" "$EXTRA" "$KUBERNETES_EXEC_INFO" > '${folder.path}/seen'
read line && echo "stdin: $line" >> '${folder.path}/seen'
echo '${credential({ token: 'abc', expirationTimestamp: '2030-01-02T03:04:05Z' })}'
`,
    0o700,
  );
  const plugin = pluginOf(script, {
    args: ['get', 'token'],
    env: { EXTRA: 'more' },
    clusterInfo: { server: 'https://k' },
  });
  const status = await runExecPlugin(plugin, new FakeClock(), unused);
  assert.deepEqual(status, {
    token: 'abc',
    certificate: undefined,
    expiresAt: Date.UTC(2030, 0, 2, 3, 4, 5),
  });
  const [args, extra, info, ...rest] = readFileSync(`${folder.path}/seen`, 'utf8').trim().split('\n');
  assert.equal(args, 'get token');
  assert.equal(extra, 'more');
  assert.deepEqual(JSON.parse(info ?? ''), {
    apiVersion: API,
    kind: 'ExecCredential',
    spec: { interactive: false, cluster: { server: 'https://k' } },
  });
  assert.deepEqual(rest, [], 'its standard input is empty');
});

test('a plugin that fails is reported with the end of what it said, without secrets', async () => {
  using folder = new Folder();
  const noise = 'x'.repeat(100);
  const script = folder.write(
    'plugin',
    `#!/bin/sh
for i in $(seq 100); do echo "beginning ${noise.slice(0, 30)} $i" >&2; done
echo 'token=s3cr3t-value eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl' >&2
echo 'login expired: run sso login' >&2
exit 3
`,
    0o700,
  );
  await assert.rejects(runExecPlugin(pluginOf(script), new FakeClock(), unused), (error: unknown) => {
    assert.equal(codeOf(error), 'KSE_EXEC_PLUGIN');
    const text = String(error);
    assert.match(text, /exec plugin .*plugin failed with status 3: /);
    assert.match(text, /login expired: run sso login$/);
    assert.doesNotMatch(text, /s3cr3t|eyJ|c2lnb/);
    assert.ok(text.length < 2048 + 300, `${text.length} characters`);
    return true;
  });
});

test('a plugin that is not installed is reported with the hint of the kubeconfig', async () => {
  const plugin = pluginOf('/nowhere/kube-login', { installHint: 'brew install kube-login' });
  await assert.rejects(runExecPlugin(plugin, new FakeClock(), unused), (error: unknown) => {
    assert.ok(
      coded('KSE_EXEC_PLUGIN', /^exec plugin \/nowhere\/kube-login could not be started: .*ENOENT/)(error),
    );
    assert.ok(error instanceof Error && 'hint' in error);
    assert.equal(error.hint, 'brew install kube-login');
    return true;
  });
});

test('output that is no usable credential is refused without being quoted', async () => {
  using folder = new Folder();
  const table: readonly [string, RegExp][] = [
    ['', /is not JSON/],
    ['s3cr3t', /is not JSON/],
    ['["s3cr3t"]', /no ExecCredential/],
    [JSON.stringify({ apiVersion: API, kind: 'Secret', data: 's3cr3t' }), /no ExecCredential/],
    [
      JSON.stringify({ apiVersion: 'x/v1', kind: 'ExecCredential', status: { token: 's3cr3t' } }),
      /answered with apiVersion x\/v1, asked for /,
    ],
    [JSON.stringify({ apiVersion: API, kind: 'ExecCredential' }), /no status/],
    [credential({}), /neither a token nor a certificate/],
    [credential({ token: '' }), /neither a token nor a certificate/],
    [credential({ clientKeyData: 's3cr3t' }), /a certificate or a key without the other/],
    [
      credential({ token: 's3cr3t', expirationTimestamp: 'tomorrow' }),
      /expirationTimestamp that is not a time/,
    ],
  ];
  for (const [output, message] of table) {
    await assert.rejects(
      runExecPlugin(printing(folder, output), new FakeClock(), unused),
      (error: unknown) => coded('KSE_EXEC_PLUGIN', message)(error) && !String(error).includes('s3cr3t'),
    );
  }
});

test('a plugin that prints without end is stopped', async () => {
  const running = runExecPlugin(pluginOf('yes'), new FakeClock(), unused);
  await assert.rejects(
    within(running, 'the plugin is stopped'),
    coded('KSE_EXEC_PLUGIN', /more than 1048576 bytes/),
  );
});

test('a plugin that takes too long is killed with what it started', async () => {
  using folder = new Folder();
  const script = folder.write(
    'plugin',
    `#!/bin/sh\nsleep 600 &\necho $! > '${folder.path}/pid'\nwait\n`,
    0o700,
  );
  const clock = new FakeClock();
  const running = runExecPlugin(pluginOf(script), clock, unused);
  const pid = await pidIn(`${folder.path}/pid`);
  clock.advance(60_000);
  await assert.rejects(
    within(running, 'the plugin is given up'),
    coded('KSE_EXEC_PLUGIN', /took more than 60000 ms/),
  );
  await eventually(() => isGone(pid), 'the process that the script started is gone');
  assert.equal(clock.pending, 0);
});

test('a plugin is killed when its signal fires', async () => {
  using folder = new Folder();
  const script = folder.write('plugin', `#!/bin/sh\necho $$ > '${folder.path}/pid'\nexec sleep 600\n`, 0o700);
  const controller = new AbortController();
  const running = runExecPlugin(pluginOf(script), new FakeClock(), controller.signal);
  const pid = await pidIn(`${folder.path}/pid`);
  controller.abort(new Error('closing'));
  await assert.rejects(
    within(running, 'the plugin is given up'),
    coded('KSE_EXEC_PLUGIN', /was stopped: closing/),
  );
  await eventually(() => isGone(pid), 'the plugin is gone');
});

test('what looks like a secret is taken out of a plugin’s words, and the rest stays', () => {
  const table: readonly [string, string][] = [
    [
      'plain words stay, so does /usr/local/bin/aws-iam-authenticator',
      'plain words stay, so does /usr/local/bin/aws-iam-authenticator',
    ],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
    ['access_token=abc', 'access_token=[redacted]'],
    ['{"refreshToken": "abc", "user": "me"}', '{"refreshToken": "[redacted]", "user": "me"}'],
    ['PASSWORD: hunter2', 'PASSWORD: [redacted]'],
    [`k8s-aws-v1.${'aB3_'.repeat(20)}`, 'k8s-aws-v1.[redacted]'],
    ['token expired', 'token expired'],
  ];
  for (const [text, expected] of table) assert.equal(redact(text), expected);
});

async function pidIn(file: string): Promise<number> {
  const text = await eventually(
    () => existsSync(file) && readFileSync(file, 'utf8').trim(),
    `a process id in ${file}`,
  );
  return Number(text);
}

/** Dead, or waiting for a parent that never asks: containers have no init to reap orphans. */
function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return / Z /.test(state);
  } catch {
    return true;
  }
}
