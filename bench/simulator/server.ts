import { writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { type Clock, systemClock } from '../../src/main/clock.ts';
import { Churn, type ChurnOptions } from './churn.ts';
import { Cluster } from './cluster/cluster.ts';
import type { ClusterSize } from './cluster/plan.ts';
import { type Fault, Faults } from './faults.ts';
import { Access, type AccessOptions } from './http/access.ts';
import { Handler } from './http/handler.ts';
import type { Watch } from './http/watch.ts';
import type { Item } from './item.ts';
import type { JsonObject } from './json.ts';
import { type KubeconfigOptions, kubeconfig } from './kubeconfig.ts';
import { Store, type StoreOptions } from './store.ts';
import { Traffic } from './traffic.ts';

export interface SimulatorOptions extends StoreOptions, AccessOptions {
  readonly clock?: Clock;
  /** Given: HTTPS with this certificate, in PEM. `ca` is what signs client certificates. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string };
  /** What `/version` says; default v1.36.2. */
  readonly gitVersion?: string;
  /** Time between bookmarks; default 60 s, as the real server's. */
  readonly bookmarkMs?: number;
  /** Answer `shardSelector`, as a server with the feature gate ShardedListAndWatch does. */
  readonly sharding?: boolean;
}

const BOOKMARK_MS = 60_000;

/**
 * The simulated API server, in short:
 *
 *     const simulator = await new Simulator({ tokens, certificates, tls, clock }).start(port = 0);
 *     simulator.url; simulator.writeKubeconfig(file, { ca, token, clientCertificate, clientKey });
 *     await simulator.stop();                                     // ends everything; the objects stay
 *     await simulator.closeListener(); await simulator.start();   // an outage, same port
 *
 * Objects. A key is the plural name, or `plural.group` for custom resources; `''` is the namespace
 * of cluster-scoped objects. Custom resources are served once their definition has been created.
 *
 *     simulator.create('pods', object): Item; .update('pods', object); .remove('pods', ns, name): boolean;
 *     simulator.patch('pods', ns, name, mergePatch);
 *     simulator.store.get('pods', ns, name)?.body(); .store.collection('pods').size; .store.resourceVersion;
 *     simulator.store.load('pods', object);      // keeps its uid and resourceVersion
 *     simulator.compact(key?);                   // older versions and pages get 410 from now on
 *     simulator.expireWatches(key?);             // and open watches get 410 now
 *
 * A whole cluster, and what happens in it:
 *
 *     const cluster = simulator.populate({ pods: 1000, nodes: 20, seed: 1 });
 *     cluster.podCount; cluster.pod(place);      // .name .namespace .uid .state.version: see cluster/pod.ts
 *     cluster.changeStatus(place); .changeLabels(place); .replacePod(place);
 *     const churn = simulator.churn({ eventsPerSecond: 100, mix, seed, limit }); churn.changes; churn.stop();
 *
 * Faults (faults.ts has them all) strike the next requests that match; open watches have handles:
 *
 *     const undo = simulator.fault({ resource: 'pods', verb: 'watch', times: 2, effect: { kind: 'reset', afterItems: 3 } });
 *     simulator.faults.clear();
 *     for (const watch of simulator.openWatches('pods')) watch.reset();   // .end() .expire(message) .silence()
 *
 * Rights: `tokens: new Map([[token, { name, deny: [{ resource: 'secrets', verbs: ['list', 'watch'] }] }]])`;
 * without tokens and certificates everybody may do everything. `access.addToken`, `access.removeToken`.
 *
 * What went over the wire:
 *
 *     simulator.traffic.requests;                // { method, path, accept, user, resource, verb, status }[]
 *     simulator.traffic.bytesSent('pods'); .totalBytes; .reset();
 *     const untap = simulator.traffic.tap('secrets', (bytes) => …);
 */
export class Simulator {
  readonly store: Store;
  readonly faults = new Faults();
  readonly traffic = new Traffic();
  readonly access: Access;
  readonly #handler: Handler;
  readonly #options: SimulatorOptions;
  readonly #sockets = new Set<Socket>();
  readonly #closing = new WeakSet<Server>();
  readonly #watches = new Map<string, Set<Watch>>();
  readonly #answers = new Set<Promise<void>>();
  #server: Server | undefined;
  #cluster: Cluster | undefined;
  #churn: Churn | undefined;
  #port = 0;

  constructor(options: SimulatorOptions = {}) {
    this.#options = options;
    this.store = new Store(options);
    this.access = new Access(options);
    this.#handler = new Handler({
      store: this.store,
      access: this.access,
      faults: this.faults,
      traffic: this.traffic,
      clock: options.clock ?? systemClock,
      gitVersion: options.gitVersion ?? 'v1.36.2',
      bookmarkMs: options.bookmarkMs ?? BOOKMARK_MS,
      sharding: options.sharding ?? false,
      opened: (resource, watch) => this.#track(resource, watch),
    });
  }

  /** `http://127.0.0.1:<port>`, or `https://…`; known after `start`. */
  get url(): string {
    return `${this.#options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${this.#port}`;
  }

  /** Listens on the loopback address; 0 takes a free port. Starting again takes the same port. */
  async start(port = this.#port): Promise<this> {
    if (this.#server !== undefined) throw new Error('the simulator is listening already');
    const server = this.#makeServer();
    server.on('connection', (socket) => {
      // One that was accepted while the listener was being closed would keep it open.
      if (this.#closing.has(server)) socket.destroy();
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    return this;
  }

  /** Ends churn and all connections, and stops listening; the objects stay. Idempotent. */
  async stop(): Promise<void> {
    this.#churn?.stop();
    await this.closeListener();
  }

  /** Ends all connections and refuses new ones, until `start`. Churn goes on. */
  async closeListener(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    this.#closing.add(server);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const watch of this.openWatches()) watch.end();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    await Promise.allSettled(this.#answers);
  }

  /** Stores a new object, as it is given. */
  create(key: string, object: JsonObject): Item {
    return this.store.create(key, object);
  }

  /** Replaces an object, status included. */
  update(key: string, object: JsonObject): Item {
    return this.store.update(key, object);
  }

  /** Merges into an object (RFC 7386). */
  patch(key: string, namespace: string, name: string, patch: JsonObject): Item {
    return this.store.patch(key, namespace, name, patch);
  }

  /** Deletes an object; `''` is the namespace of cluster-scoped kinds. */
  remove(key: string, namespace: string, name: string): boolean {
    return this.store.remove(key, namespace, name);
  }

  /** Fills the store with a realistic cluster; `cluster.changeStatus(place)` and the like change it. */
  populate(size: ClusterSize): Cluster {
    this.#cluster = new Cluster(this.store, size).populate();
    return this.#cluster;
  }

  /** Begins to change the populated cluster at a steady rate; ends with `stop`, its own or the simulator's. */
  churn(options: ChurnOptions): Churn {
    if (this.#cluster === undefined) throw new Error('churn needs a populated cluster');
    this.#churn?.stop();
    this.#churn = new Churn(this.store, this.#cluster, this.store.clock, options).start();
    return this.#churn;
  }

  stopChurn(): void {
    this.#churn?.stop();
  }

  /** Changes that the present churn has made. */
  get changes(): number {
    return this.#churn?.changes ?? 0;
  }

  /** Makes older versions expired, for one resource or all. */
  compact(key?: string): void {
    this.store.compact(key);
  }

  /** Arms a fault; the returned function takes it back. */
  fault(fault: Fault): () => void {
    return this.faults.add(fault);
  }

  /** The open watches, of one resource or all. */
  openWatches(key?: string): readonly Watch[] {
    if (key !== undefined) return [...(this.#watches.get(key) ?? [])];
    return [...this.#watches.values()].flatMap((watches) => [...watches]);
  }

  /** Ends the open watches with 410, and forgets the history, so that all must list again. */
  expireWatches(key?: string): void {
    this.compact(key);
    const floor = this.store.resourceVersion;
    for (const watch of this.openWatches(key))
      watch.expire(`too old resource version: ${floor - 1} (${floor})`);
  }

  /** Writes a kubeconfig that leads here. */
  writeKubeconfig(file: string, options: KubeconfigOptions = {}): void {
    writeFileSync(file, kubeconfig(this.url, options), { mode: 0o600 });
  }

  #makeServer(): Server {
    const listener = (...[request, response]: Parameters<Handler['handle']>): void => {
      const answer = this.#handler.handle(request, response).catch((error: unknown) => {
        console.error('simulator:', error);
        response.destroy();
      });
      this.#answers.add(answer);
      void answer.finally(() => this.#answers.delete(answer));
    };
    const { tls } = this.#options;
    const server =
      tls === undefined
        ? createHttpServer(listener)
        : createHttpsServer(
            { ...tls, requestCert: tls.ca !== undefined, rejectUnauthorized: false },
            listener,
          );
    // Watches are silent for as long as nothing happens, and initial lists may take their time.
    server.requestTimeout = 0;
    server.timeout = 0;
    server.keepAliveTimeout = 90_000;
    return server;
  }

  #track(resource: string, watch: Watch): () => void {
    const watches = this.#watches.get(resource) ?? new Set();
    this.#watches.set(resource, watches.add(watch));
    return () => void watches.delete(watch);
  }
}
