import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { kubeconfig } from '../../../bench/simulator/kubeconfig.ts';
import { resources } from '../../../src/workers/families/index.ts';
import { Authority } from '../certificates.ts';
import { cleanup } from '../cleanup.ts';
import type { TestCluster } from '../cluster.ts';
import { eventually } from '../deadline.ts';
import { freePort } from '../free-port.ts';
import { ask } from '../http-client.ts';
import { KubeClient } from '../kube-client.ts';
import { apiServerArgs, etcdArgs, tokenFile } from './control-plane-args.ts';
import { ownNamespace } from './namespace.ts';

/** Both together take some five seconds; a machine that is busy gets ten times that. */
const START_MS = 60_000;
/** After SIGTERM, before SIGKILL. */
const STOP_MS = 10_000;

/**
 * Real `etcd` and `kube-apiserver` from the folder `assets`, on free ports of the loopback address,
 * with all they write in a temporary folder. There are no controllers, no scheduler and no nodes:
 * objects stay as they are written.
 */
export async function controlPlaneCluster(test: TestContext, assets: string): Promise<TestCluster> {
  const undo = cleanup(test);
  const folder = mkdtempSync(join(tmpdir(), 'kse-control-plane-'));
  undo(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const authority = new Authority('control plane CA');
  undo(() => authority[Symbol.dispose]());

  const etcdUrl = `http://127.0.0.1:${await freePort()}`;
  const etcd = new Program(join(assets, 'etcd'), etcdArgs(etcdUrl, join(folder, 'etcd')));
  undo(() => etcd.stop());
  await etcd.until(async () => (await ask(`${etcdUrl}/health`)).status === 200);

  const admin = { token: randomToken(), name: 'kse-admin', groups: ['system:masters'] };
  const restricted = { token: randomToken(), name: 'kse-restricted', groups: [] };
  const files = {
    dataDir: join(folder, 'etcd'),
    certDir: join(folder, 'certificates'),
    ...servingCertificate(authority),
    serviceAccountKey: join(folder, 'service-account.key'),
    tokens: join(folder, 'tokens.csv'),
  };
  writeFileSync(files.serviceAccountKey, rsaKey(), { mode: 0o600 });
  writeFileSync(files.tokens, tokenFile([admin, restricted]), { mode: 0o600 });
  const port = await freePort();
  const server = new Program(join(assets, 'kube-apiserver'), apiServerArgs(etcdUrl, port, files));
  undo(() => server.stop());

  const kubeconfigOf = (token: string, name: string): string => {
    const file = join(folder, `${name}.kubeconfig`);
    const text = kubeconfig(`https://127.0.0.1:${port}`, { ca: authority.pem, token });
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const env = { KUBECONFIG: kubeconfigOf(admin.token, 'admin') };
  const client = await KubeClient.of(env);
  undo(() => client.close());
  await server.until(() => client.answers('/readyz'));

  return {
    kind: 'control plane',
    env,
    client,
    namespace: await ownNamespace(client),
    simulator: undefined,
    finalize: (name) => client.finalize(name),
    withoutRightTo: async (resource) => {
      await grantAllBut(client, resource, restricted.name);
      return kubeconfigOf(restricted.token, 'restricted');
    },
  };
}

/** Lets a user list and watch every resource that the exporter knows, but one. */
async function grantAllBut(client: KubeClient, resource: string, user: string): Promise<void> {
  const rules = resources
    .filter(({ name }) => name !== resource)
    .map(({ group, name }) => ({ apiGroups: [group], resources: [name], verbs: ['list', 'watch'] }));
  await client.create('clusterroles', { metadata: { name: user }, rules });
  await client.create('clusterrolebindings', {
    metadata: { name: user },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: user },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  });
}

function servingCertificate(authority: Authority): { servingCert: string; servingKey: string } {
  const { certFile, keyFile } = authority.issue({ cn: 'kube-apiserver', hosts: ['127.0.0.1', 'localhost'] });
  return { servingCert: certFile, servingKey: keyFile };
}

function rsaKey(): string {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  }).privateKey;
}

const randomToken = (): string => randomBytes(16).toString('hex');

/** A program that runs until it is stopped. */
class Program {
  readonly #path: string;
  readonly #child: ChildProcess;
  #failure: string | undefined;
  #stderr = '';

  constructor(path: string, args: readonly string[]) {
    this.#path = path;
    this.#child = spawn(path, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-8_000);
    });
    this.#child.on('error', (error) => {
      this.#failure = error.message;
    });
    this.#child.on('exit', (code, signal) => {
      this.#failure ??= `it ended with ${code ?? signal}`;
    });
  }

  /** Waits until `isUp`; fails with the program's last words when it ends before, or takes too long. */
  async until(isUp: () => Promise<boolean>): Promise<void> {
    try {
      await eventually(
        async () => {
          if (this.#failure !== undefined) throw new Error(this.#failure);
          // Nobody listens yet.
          return await isUp().catch(() => false);
        },
        `${this.#path} is up`,
        START_MS,
      );
    } catch (cause) {
      throw new Error(`${this.#path} did not start:\n${this.#stderr}`, { cause });
    }
  }

  /** SIGTERM, and SIGKILL when that takes too long. */
  async stop(): Promise<void> {
    if (this.#failure !== undefined) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const impatience = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(impatience);
  }
}
