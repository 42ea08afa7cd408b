import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Simulator, type SimulatorOptions } from '../../bench/simulator/server.ts';
import { Authority } from '../support/certificates.ts';
import {
  type ExporterProcess,
  type RunOptions,
  runExporter,
  startExporter,
} from '../support/exporter-process.ts';
import { freePort } from '../support/free-port.ts';

/** A folder of its own, as $HOME too: nobody's kubeconfig is to be found. */
function emptyFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'kse-bad-input-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Refusal {
  readonly name: string;
  readonly args?: readonly string[];
  /** Text of the kubeconfig; `undefined`: there is none. */
  readonly kubeconfig?: string;
  readonly code: number;
  readonly says: readonly RegExp[];
}

const config = (cluster: string, user = '{}') =>
  `{clusters: [{name: c, cluster: ${cluster}}], users: [{name: u, user: ${user}}],
    contexts: [{name: x, context: {cluster: c, user: u}}], current-context: x}`;

/** A server that nobody has to reach. */
const SERVER = 'server: "https://127.0.0.1:1"';

const REFUSALS: readonly Refusal[] = [
  {
    name: 'an unknown flag, with the one that may be meant',
    args: ['--prot=8080'],
    code: 1,
    says: [/unknown flag "--prot=8080"; did you mean --port\?/, /KSE_OPTIONS/, /--help/],
  },
  {
    name: 'a port that is none',
    args: ['--port=65536'],
    code: 1,
    says: [/--port: .*65536|--port.*65535/, /KSE_OPTIONS/],
  },
  {
    name: 'a port that is not a number, and all other mistakes at once',
    args: ['--port=http', '--resources=pod'],
    code: 1,
    says: [/--port: .*http/, /--resources: .*pod.*pods/],
  },
  {
    name: 'a kubeconfig that does not exist',
    args: ['--kubeconfig=/nowhere/kubeconfig'],
    code: 1,
    says: [/\/nowhere\/kubeconfig does not exist/, /KSE_KUBECONFIG/],
  },
  {
    name: 'a kubeconfig that is no YAML, with the place, without its text',
    kubeconfig: 'users: [{name: u, user: {token: hidden-token}\n',
    code: 1,
    says: [/not YAML: .* at line \d+, column \d+/, /KSE_KUBECONFIG/, /^(?![\s\S]*hidden-token)/],
  },
  {
    name: 'a kubeconfig without a current context',
    kubeconfig: '{contexts: [{name: a, context: {cluster: c}}]}',
    code: 1,
    says: [/no current-context; contexts: a/, /kubectl config use-context/],
  },
  {
    name: 'a kubeconfig whose CA is no certificate',
    kubeconfig: config(
      `{${SERVER}, certificate-authority-data: ${Buffer.from('nonsense').toString('base64')}}`,
    ),
    code: 1,
    says: [/certificate-authority-data of cluster "c"/, /KSE_TLS_MATERIAL/],
  },
  {
    name: 'a kubeconfig whose CA file is missing',
    kubeconfig: config(`{${SERVER}, certificate-authority: missing.crt}`),
    code: 1,
    says: [/missing\.crt/, /KSE_TLS_MATERIAL/],
  },
  {
    name: 'no cluster at all, with a way to try it without one',
    code: 1,
    says: [/no cluster to export/, /KSE_NO_CLUSTER/, /npm run demo/],
  },
];

for (const { name, args = [], kubeconfig, code, says } of REFUSALS) {
  test(`refused: ${name}`, async (t) => {
    const folder = emptyFolder(t);
    const file = join(folder, 'kubeconfig');
    if (kubeconfig !== undefined) writeFileSync(file, kubeconfig);
    const exit = await runExporter(t, {
      args: [...args, ...(kubeconfig === undefined ? [] : [`--kubeconfig=${file}`])],
      env: { HOME: folder },
    });
    assert.equal(exit.code, code, exit.stderr);
    for (const pattern of says) assert.match(exit.stderr, pattern);
    assert.ok(!/^\s+at .*\.[jt]s:\d+/m.test(exit.stderr), `a stack says nothing to users: ${exit.stderr}`);
    assert.equal(exit.stdout, '');
  });
}

test('refused: a port that another process has, whichever of the two it is', async (t) => {
  const folder = emptyFolder(t);
  const file = join(folder, 'kubeconfig');
  writeFileSync(file, config(`{${SERVER}}`));
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.after(() => other.close());
  const address = other.address();
  const taken = typeof address === 'object' ? address?.port : undefined;
  for (const [flag, free] of [
    ['--port', '--telemetry-port'],
    ['--telemetry-port', '--port'],
  ]) {
    const hosts = ['--host=127.0.0.1', '--telemetry-host=127.0.0.1'];
    const exit = await runExporter(t, {
      args: [`--kubeconfig=${file}`, ...hosts, `${flag}=${taken}`, `${free}=${await freePort()}`],
    });
    assert.equal(exit.code, 1);
    assert.match(exit.stderr, new RegExp(`cannot listen on 127\\.0\\.0\\.1:${taken} .*${flag}`));
    assert.match(exit.stderr, /KSE_LISTEN: Another process has the port/);
  }
});

/** An API server behind TLS, an exporter that its kubeconfig lets in or not, and what that says. */
async function meet(
  t: TestContext,
  options: SimulatorOptions & { readonly authority: Authority },
  kubeconfig: Parameters<Simulator['writeKubeconfig']>[1],
  run: RunOptions = {},
): Promise<{ exporter: ExporterProcess; simulator: Simulator; file: string }> {
  const { cert, key } = options.authority.issue({ cn: 'server', hosts: ['127.0.0.1'] });
  const simulator = new Simulator({ ...options, tls: { cert, key, ca: options.authority.pem } });
  simulator.create('configmaps', { metadata: { namespace: 'default', name: 'mine' } });
  await simulator.start();
  t.after(() => simulator.stop());
  const file = join(emptyFolder(t), 'kubeconfig');
  simulator.writeKubeconfig(file, { ca: options.authority.pem, ...kubeconfig });
  const args = [`--kubeconfig=${file}`, '--resources=configmaps', ...(run.args ?? [])];
  return { exporter: await startExporter(t, { args }), simulator, file };
}

function authority(t: TestContext): Authority {
  const made = new Authority();
  t.after(() => made[Symbol.dispose]());
  return made;
}

/** What is wrong stands in the log, in `/readyz?verbose` and in the answer to a scrape. */
async function saysEverywhere(exporter: ExporterProcess, code: string, pattern: RegExp): Promise<void> {
  const line = await exporter.logged((entry) => pattern.test(String(entry.error)), String(pattern));
  assert.equal(line.code, code);
  assert.match((await exporter.ask('/readyz?verbose')).text, pattern);
  const scrape = await exporter.scrape();
  assert.equal(scrape.status, 503);
  assert.match(scrape.text, pattern);
}

test('a CA that has not signed the server: it goes on trying, and says what it does not trust', async (t) => {
  const { exporter } = await meet(t, { authority: authority(t) }, { ca: authority(t).pem });
  await saysEverywhere(exporter, 'KSE_API_TLS', /certificate/);
  assert.equal((await exporter.stop()).code, 0);
});

test('an expired client certificate is named before the server refuses it', async (t) => {
  const ca = authority(t);
  const { cert, key } = ca.issue({ cn: 'dev', expired: true });
  const certificates = new Map([['dev', { name: 'dev' }]]);
  const { exporter } = await meet(
    t,
    { authority: ca, certificates },
    { clientCertificate: cert, clientKey: key },
  );
  await exporter.logged(
    ({ message }) => /client-certificate.*expired/.test(message),
    'the certificate has expired',
  );
  await saysEverywhere(exporter, 'KSE_API_STATUS', /401 Unauthorized/);
  assert.equal((await exporter.stop()).code, 0);
});

test('a client certificate that is good lets it in', async (t) => {
  const ca = authority(t);
  const { cert, key } = ca.issue({ cn: 'dev' });
  const certificates = new Map([['dev', { name: 'dev' }]]);
  const { exporter } = await meet(
    t,
    { authority: ca, certificates },
    { clientCertificate: cert, clientKey: key },
  );
  await exporter.ready();
  assert.ok((await exporter.metrics()).includes('configmap="mine"'));
});

test('a token that the server does not know: it goes on trying, never shows it, and gets in when it is known', async (t) => {
  const tokens = new Map([['another-token', { name: 'admin' }]]);
  const { exporter, simulator } = await meet(
    t,
    { authority: authority(t), tokens },
    { token: 'hidden-token-of-nobody' },
  );
  await saysEverywhere(exporter, 'KSE_API_STATUS', /401 Unauthorized/);
  simulator.access.addToken('hidden-token-of-nobody', { name: 'late' });
  await exporter.ready();
  assert.ok((await exporter.metrics()).includes('configmap="mine"'));
  assert.ok(!exporter.stderr.includes('hidden-token-of-nobody'));
});
