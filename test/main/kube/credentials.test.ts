import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Access, Cluster } from '../../../src/main/kube/cluster.ts';
import { type LoadOptions, loadCluster } from '../../../src/main/kube/credentials.ts';
import { CodedError } from '../../../src/protocol/coded-error.ts';
import { Authority } from '../../support/certificates.ts';
import { FakeClock } from '../../support/clock.ts';
import { moduleUrl } from '../../support/paths.ts';
import { coded, Folder, refuseWarning } from './support.ts';

// A minute ahead: certificates made during the tests must be valid already.
const clock = new FakeClock({ epoch: Date.now() + 60_000 });

function load(options: Partial<LoadOptions>, env: NodeJS.ProcessEnv = {}): Promise<Cluster> {
  return loadCluster({ clock, warn: refuseWarning, ...options }, env);
}

interface Parts {
  readonly cluster?: object;
  readonly user?: object;
  readonly server?: string;
  readonly context?: string;
}

/** A kubeconfig with one of each; JSON is YAML. */
function kubeconfig({
  cluster = {},
  user = {},
  server = 'https://kube.test:6443',
  context = 'dev',
}: Parts = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': context,
    contexts: [{ name: context, context: { cluster: context, user: context } }],
    clusters: [{ name: context, cluster: { server, ...cluster } }],
    users: [{ name: context, user }],
  });
}

async function accessOf(folder: Folder, parts: Parts): Promise<Access> {
  const cluster = await load({ kubeconfig: folder.write('config', kubeconfig(parts)) });
  return cluster.credentials.access();
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

test('--kubeconfig gives the server of the current context and its user', async () => {
  using folder = new Folder();
  const file = folder.write(
    'config',
    kubeconfig({ user: { token: ' abc\n' }, cluster: { 'proxy-url': 'http://p' } }),
  );
  const cluster = await load(
    { kubeconfig: file },
    { KUBECONFIG: '/ignored', KUBERNETES_SERVICE_HOST: 'ignored' },
  );
  assert.equal(cluster.server.href, 'https://kube.test:6443/');
  assert.equal(cluster.proxyUrl, 'http://p');
  assert.equal(cluster.source, `context "dev" of ${file}`);
  assert.deepEqual((await cluster.credentials.access()).headers, { authorization: 'Bearer abc' });
});

test('the ways to say who one is, and which of them goes first', async () => {
  using folder = new Folder();
  folder.write('token', 'from-file\n');
  const table: readonly [object, string | undefined][] = [
    [{}, undefined],
    [{ token: 'inline' }, 'Bearer inline'],
    [{ token: 12345 }, 'Bearer 12345'],
    [{ tokenFile: 'token' }, 'Bearer from-file'],
    [{ tokenFile: `${folder.path}/token`, token: 'inline' }, 'Bearer from-file'],
    [{ 'token-file': 'token' }, 'Bearer from-file'],
    [{ username: 'me', password: 'pw' }, `Basic ${base64('me:pw')}`],
    [{ username: 'me' }, `Basic ${base64('me:')}`],
    [{ token: 'inline', username: 'me' }, 'Bearer inline'],
    [
      { token: 'inline', exec: { command: 'false', apiVersion: 'client.authentication.k8s.io/v1' } },
      'Bearer inline',
    ],
  ];
  for (const [user, authorization] of table) {
    assert.equal(
      (await accessOf(folder, { user })).headers.authorization,
      authorization,
      JSON.stringify(user),
    );
  }
});

test('impersonation becomes the headers of the API, one line a value', async () => {
  using folder = new Folder();
  const { headers } = await accessOf(folder, {
    user: {
      token: 'abc',
      as: 'jane',
      'as-uid': '42',
      'as-groups': ['a', 'b'],
      'as-user-extra': { Scopes: ['view', 'edit'], 'example.com/team x': ['blue'] },
    },
  });
  assert.deepEqual(headers, {
    authorization: 'Bearer abc',
    'impersonate-user': 'jane',
    'impersonate-uid': '42',
    'impersonate-group': ['a', 'b'],
    'impersonate-extra-scopes': ['view', 'edit'],
    'impersonate-extra-example.com%2Fteam%20x': ['blue'],
  });
});

test('certificates come from data or from files beside the kubeconfig, data first', async () => {
  using ca = new Authority();
  using folder = new Folder();
  const pair = ca.issue({ cn: 'me' });
  folder.write('ca.crt', ca.pem);
  folder.write('me.crt', pair.cert);
  folder.write('me.key', pair.key);
  const files = await accessOf(folder, {
    cluster: { 'certificate-authority': 'ca.crt', 'tls-server-name': 'kubernetes' },
    user: { 'client-certificate': 'me.crt', 'client-key': `${folder.path}/me.key` },
  });
  const data = await accessOf(folder, {
    cluster: {
      'certificate-authority-data': base64(ca.pem),
      'certificate-authority': 'none',
      'tls-server-name': 'kubernetes',
    },
    user: { 'client-certificate-data': base64(pair.cert), 'client-key-data': base64(pair.key) },
  });
  assert.equal(files.tls.ca, ca.pem);
  assert.equal(files.tls.cert, pair.cert);
  assert.equal(files.tls.key, pair.key);
  assert.equal(files.tls.serverName, 'kubernetes');
  assert.equal(files.tls.insecure, false);
  assert.deepEqual(data.tls, files.tls);
  const insecure = await accessOf(folder, { cluster: { 'insecure-skip-tls-verify': true } });
  assert.equal(insecure.tls.insecure, true);
});

test('an exec plugin is found beside the kubeconfig, and told of the cluster when it asks', async () => {
  using ca = new Authority();
  using folder = new Folder();
  folder.write(
    'bin/plugin',
    `#!/bin/sh
cluster=$(printf '%s' "$KUBERNETES_EXEC_INFO" | base64 -w0 | tr -d =)
echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"'$cluster'"}}'
`,
    0o700,
  );
  const exec = {
    command: 'bin/plugin',
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    provideClusterInfo: true,
  };
  const { headers } = await accessOf(folder, {
    cluster: {
      'certificate-authority-data': base64(ca.pem),
      'tls-server-name': 'kubernetes',
      extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'x' } }],
    },
    user: { exec },
  });
  const told = JSON.parse(
    Buffer.from(String(headers.authorization).replace('Bearer ', ''), 'base64').toString(),
  );
  assert.deepEqual(told, {
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    kind: 'ExecCredential',
    spec: {
      interactive: false,
      cluster: {
        server: 'https://kube.test:6443',
        'tls-server-name': 'kubernetes',
        'certificate-authority-data': base64(ca.pem),
        config: { audience: 'x' },
      },
    },
  });
});

test('$KUBECONFIG is a list: missing files are skipped and the first to say something wins', async () => {
  using folder = new Folder();
  const first = folder.write(
    'a/config',
    kubeconfig({ context: 'one', server: 'https://one', user: { token: 'one' } }),
  );
  const second = JSON.parse(kubeconfig({ context: 'two', server: 'https://two', user: { token: 'two' } }));
  second.clusters.push({ name: 'one', cluster: { server: 'https://other' } });
  const both = `${folder.path}/missing:${first}::${folder.write('b/config', JSON.stringify(second))}`;
  const cluster = await load({}, { KUBECONFIG: both });
  assert.equal(cluster.server.href, 'https://one/');
  assert.equal((await cluster.credentials.access()).headers.authorization, 'Bearer one');
});

test('entries of several files go together, and their paths start at their own file', async () => {
  using folder = new Folder();
  const whole = JSON.parse(kubeconfig({ user: { tokenFile: 'token' } }));
  const { users, ...rest } = whole;
  folder.write('users/token', 'beside');
  const KUBECONFIG = `${folder.write('config', JSON.stringify(rest))}:${folder.write('users/config', JSON.stringify({ users }))}`;
  const cluster = await load({}, { KUBECONFIG });
  assert.equal((await cluster.credentials.access()).headers.authorization, 'Bearer beside');
});

test('the default kubeconfig counts when it has contexts, otherwise the pod', async () => {
  using ca = new Authority();
  using folder = new Folder();
  folder.write('sa/token', 'pod\n');
  folder.write('sa/ca.crt', ca.pem);
  const pod = { HOME: folder.path, KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
  const inPod = (): Promise<Cluster> => load({ serviceAccountDir: `${folder.path}/sa` }, pod);
  folder.write('.kube/config', '');
  const cluster = await inPod();
  assert.equal(cluster.server.href, 'https://[fd00::1]/');
  assert.equal(cluster.source, "the pod's service account");
  const access = await cluster.credentials.access();
  assert.equal(access.headers.authorization, 'Bearer pod');
  assert.equal(access.tls.ca, ca.pem);
  folder.write('sa/token', 'rotated\n');
  assert.equal((await cluster.credentials.access()).headers.authorization, 'Bearer rotated');
  folder.write('.kube/config', kubeconfig());
  assert.equal((await inPod()).server.href, 'https://kube.test:6443/');
});

test('a pod does not load the kubeconfig library', async () => {
  using ca = new Authority();
  using folder = new Folder();
  folder.write('token', 'pod\n');
  folder.write('ca.crt', ca.pem);
  const script = `
    import { loadCluster } from '${moduleUrl('src/main/kube/credentials')}';
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ resolve(specifier, context, next) { loaded.push(specifier); return next(specifier, context); } });
    const clock = { now: () => 0, monotonic: () => 0, after: () => ({ cancel() {} }), random: () => 0 };
    await loadCluster({ clock, warn: console.error, serviceAccountDir: '${folder.path}' },
      { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' });
    if (loaded.length > 0) throw new Error('loaded ' + loaded);
  `;
  const { spawnSync } = await import('node:child_process');
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
});

test('a pod without a service account token is told how to get one', async () => {
  using folder = new Folder();
  const env = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };
  await assert.rejects(
    load({ serviceAccountDir: folder.path }, env),
    coded('KSE_NO_CLUSTER', /no service account token/),
  );
  folder.write('token', 'abc');
  await assert.rejects(
    load({ serviceAccountDir: folder.path }, env),
    coded('KSE_TLS_MATERIAL', /service account CA .*ENOENT/),
  );
});

test('--apiserver goes before the server of --kubeconfig, and alone goes without credentials', async () => {
  using folder = new Folder();
  const file = folder.write('config', kubeconfig({ user: { token: 'abc' } }));
  const overridden = await load({ kubeconfig: file, apiserver: 'http://127.0.0.1:8001/base' });
  assert.equal(overridden.server.href, 'http://127.0.0.1:8001/base');
  assert.equal((await overridden.credentials.access()).headers.authorization, 'Bearer abc');
  const alone = await load({ apiserver: 'http://127.0.0.1:8001' }, { KUBECONFIG: file });
  assert.deepEqual((await alone.credentials.access()).headers, {});
  for (const apiserver of ['127.0.0.1:8001', 'ftp://x', 'kube', '//x']) {
    await assert.rejects(load({ apiserver }), coded('KSE_OPTIONS', /^--apiserver .* is not a URL/));
  }
});

test('no cluster at all is an error that says what to do', async () => {
  using folder = new Folder();
  const none: readonly NodeJS.ProcessEnv[] = [
    {},
    { HOME: folder.path },
    { KUBERNETES_SERVICE_HOST: '10.0.0.1' },
  ];
  for (const env of none) {
    await assert.rejects(load({}, env), (error: unknown) => {
      assert.ok(coded('KSE_NO_CLUSTER', /no kubeconfig was found, and this is not a pod/)(error));
      assert.match((error instanceof CodedError && error.hint) || '', /--kubeconfig .*npm run demo/);
      return true;
    });
  }
});

test('a kubeconfig that cannot be used is refused with what is wrong and where', async () => {
  using folder = new Folder();
  const config = JSON.parse(kubeconfig());
  const without = (change: object): string => JSON.stringify({ ...config, ...change });
  const exec = (parts: object): string =>
    kubeconfig({ user: { exec: { command: 'x', apiVersion: 'client.authentication.k8s.io/v1', ...parts } } });
  const table: readonly [string, string, RegExp][] = [
    ['a: b\n  token: s3cr3t', 'KSE_KUBECONFIG', /config is not YAML: .* at line \d, column \d+$/],
    ['users:\n - "s3cr3t', 'KSE_KUBECONFIG', /config is not YAML: .* at line 2, column \d+$/],
    ['- a', 'KSE_KUBECONFIG', /its root is no mapping/],
    ['s3cr3t', 'KSE_KUBECONFIG', /its root is no mapping/],
    ['', 'KSE_KUBECONFIG', /has no current-context; contexts: none/],
    [without({ 'current-context': '' }), 'KSE_KUBECONFIG', /has no current-context; contexts: dev$/],
    [
      without({ 'current-context': 'prod' }),
      'KSE_KUBECONFIG',
      /current-context "prod" does not exist; contexts: dev$/,
    ],
    [without({ clusters: [] }), 'KSE_KUBECONFIG', /has no cluster "dev", which context "dev" names$/],
    [without({ users: [] }), 'KSE_KUBECONFIG', /has no user "dev", which context "dev" names$/],
    [without({ users: 'x' }), 'KSE_KUBECONFIG', /has no user "dev"/],
    [without({ clusters: [{ name: 'dev' }] }), 'KSE_KUBECONFIG', /cluster "dev" in .*config has no server$/],
    [
      kubeconfig({ server: 'kube:6443' }),
      'KSE_KUBECONFIG',
      /server of cluster "dev" in .*config is not a URL/,
    ],
    [
      kubeconfig({ cluster: { 'insecure-skip-tls-verify': true, 'certificate-authority': 'x' } }),
      'KSE_KUBECONFIG',
      /a CA and insecure/,
    ],
    [
      kubeconfig({ cluster: { 'certificate-authority-data': 's3cr3t!' } }),
      'KSE_TLS_MATERIAL',
      /^certificate-authority-data of cluster "dev" in .*config is not base64$/,
    ],
    [
      kubeconfig({ cluster: { 'certificate-authority': 'none.crt' } }),
      'KSE_TLS_MATERIAL',
      /^certificate-authority .*none.crt of cluster "dev" .* cannot be read: ENOENT/,
    ],
    [
      kubeconfig({ user: { 'client-certificate': 'x' } }),
      'KSE_KUBECONFIG',
      /has a client-certificate and no client-key$/,
    ],
    [
      kubeconfig({ user: { 'client-key-data': 'x' } }),
      'KSE_KUBECONFIG',
      /has a client-key and no client-certificate$/,
    ],
    [kubeconfig({ user: { token: ['s3cr3t'] } }), 'KSE_KUBECONFIG', /token of user "dev" in .* is not text/],
    [
      kubeconfig({ user: { token: 's3 cr3t' } }),
      'KSE_API_CREDENTIALS',
      /token of user "dev" in .* has characters/,
    ],
    [kubeconfig({ user: { tokenFile: 'none' } }), 'KSE_API_CREDENTIALS', /token file .*none cannot be read/],
    [
      kubeconfig({ user: { 'as-groups': ['a'] } }),
      'KSE_KUBECONFIG',
      /as-groups or as-user-extra without "as"/,
    ],
    [exec({ command: '' }), 'KSE_KUBECONFIG', /has no command/],
    [
      exec({ apiVersion: 'client.authentication.k8s.io/v1alpha1' }),
      'KSE_KUBECONFIG',
      /apiVersion other than/,
    ],
    [exec({ interactiveMode: 'Always' }), 'KSE_KUBECONFIG', /no terminal/],
  ];
  for (const [text, code, message] of table) {
    const attempt = load({ kubeconfig: folder.write('config', text) });
    await assert.rejects(
      attempt,
      (error: unknown) => coded(code, message)(error) && !String(error).includes('s3cr3t'),
      text,
    );
  }
  await assert.rejects(
    load({ kubeconfig: `${folder.path}/none` }),
    coded('KSE_KUBECONFIG', /none does not exist$/),
  );
  await assert.rejects(load({ kubeconfig: folder.path }), coded('KSE_KUBECONFIG', /cannot be read: EISDIR/));
  await assert.rejects(
    load({}, { KUBECONFIG: '/no/a:/no/b' }),
    coded('KSE_KUBECONFIG', /no file of \$KUBECONFIG exists: \/no\/a, \/no\/b/),
  );
});

test('broken entries that the current context does not use do no harm', async () => {
  using folder = new Folder();
  const config = JSON.parse(kubeconfig());
  config.clusters.unshift({ name: 'broken' }, null, { cluster: {} });
  config.users.unshift(null, { name: 'other', user: { exec: 7 } });
  config.contexts.unshift({ name: 'unused' }, null);
  const cluster = await load({ kubeconfig: folder.write('config', JSON.stringify(config)) });
  assert.equal(cluster.server.href, 'https://kube.test:6443/');
});
