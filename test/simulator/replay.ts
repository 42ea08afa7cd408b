import type { User } from '../../bench/simulator/http/access.ts';
import type { JsonObject } from '../../bench/simulator/json.ts';
import { Simulator, type SimulatorOptions } from '../../bench/simulator/server.ts';
import { FakeClock } from '../support/clock.ts';
import { within } from '../support/deadline.ts';
import { decodeMessage, openBody, openFrames, wireFields } from './decode.ts';
import { bodyOf, type Exchange } from './recorded.ts';

type Metadata = JsonObject & {
  readonly name: string;
  readonly namespace?: string;
  readonly resourceVersion: string;
};
type Recorded = JsonObject & { readonly metadata: Metadata };
export type RecordedEvent = { type: string; object: Recorded; bytes: Buffer };

/** What a recorded answer shows of the server's state. */
interface State {
  readonly objects: readonly Recorded[];
  readonly events: readonly RecordedEvent[];
  /** The store's version when the answer began. */
  readonly version: number;
  /** Objects beyond the page. */
  readonly remaining: number;
}

const LIMITED: User = {
  name: 'system:serviceaccount:default:limited',
  deny: [{ resource: 'secrets', verbs: ['list', 'watch'] }],
};
const ADMIN: User = {
  name: 'admin-token',
  uid: 'admin-token-uid',
  groups: ['system:masters', 'system:authenticated'],
};

/** The key of the resource that a path lists. */
export function keyOfPath(path: string): string {
  const parts = new URL(path, 'http://x').pathname.split('/').filter(Boolean);
  const [plural = '', group = ''] = [parts.at(-1), parts[1]];
  return group.endsWith('example.com') ? `${plural}.${group}` : plural;
}

const MESSAGES: Readonly<Record<string, string>> = {
  Pod: 'core.v1.Pod',
  Node: 'core.v1.Node',
  ConfigMap: 'core.v1.ConfigMap',
  Deployment: 'apps.v1.Deployment',
  PartialObjectMetadata: 'meta.v1.PartialObjectMetadata',
};

/** The events of a recorded or simulated watch, in either encoding. */
export function eventsOf(contentType: string, body: Buffer): RecordedEvent[] {
  if (!contentType.includes('protobuf')) {
    return body
      .toString()
      .split('\n')
      .filter(Boolean)
      .map((line) => ({ ...JSON.parse(line), bytes: Buffer.from(line) }));
  }
  return openFrames(body).map((frame) => {
    const { kind, raw } = openBody(frame.body);
    const object = decodeMessage(MESSAGES[kind] ?? `meta.v1.${kind}`, raw) as Recorded;
    return { type: frame.type, object, bytes: frame.body };
  });
}

/** Table rows stand for the object that they carry. */
function objectsOf(object: Recorded): Recorded[] {
  const rows = object.rows as { cells: [string, string, number]; object: Recorded }[] | undefined;
  if (rows === undefined) return [object];
  return rows.map(({ cells, object: inner }) => {
    const data = Object.fromEntries(Array.from({ length: cells[2] }, (_, i) => [`k${i}`, 'eA==']));
    return { ...inner, data, type: cells[1] };
  });
}

function stateOf(exchange: Exchange): State {
  const type = exchange.response.headers['content-type'] ?? '';
  const body = bodyOf(exchange);
  if (exchange.request.path.includes('watch=1')) {
    const events = eventsOf(type, body);
    const end = events.findIndex(({ object }) =>
      JSON.stringify(object).includes('k8s.io/initial-events-end'),
    );
    const start = new URL(exchange.request.path, 'http://x').searchParams.get('resourceVersion');
    if (end === -1) return { objects: [], events, version: Number(start ?? 0), remaining: 0 };
    const version = Number(events[end]?.object.metadata.resourceVersion);
    return {
      objects: events.slice(0, end).flatMap(({ object }) => objectsOf(object)),
      events: events.slice(end + 1),
      version,
      remaining: 0,
    };
  }
  const list = type.includes('protobuf') ? decodeList(body) : JSON.parse(body.toString());
  const items = (list.items ?? list.rows.map((row: Recorded) => row)) as Recorded[];
  return {
    objects: list.items === undefined ? objectsOf(list) : items,
    events: [],
    version: Number(list.metadata.resourceVersion),
    remaining: Number(list.metadata.remainingItemCount ?? 0),
  };
}

function decodeList(body: Buffer): { metadata: Record<string, unknown>; items: Recorded[] } {
  const { kind, raw } = openBody(body);
  const message = MESSAGES[kind.replace(/List$/, '')] ?? '';
  const [first, ...items] = wireFields(raw).map(({ value }) => value as Buffer);
  return {
    metadata: decodeMessage('meta.v1.ListMeta', first ?? Buffer.alloc(0)),
    items: items.map((bytes) => decodeMessage(message, bytes) as Recorded),
  };
}

const byVersion = (a: Recorded, b: Recorded): number =>
  Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion);

/** A simulator in the state that the recorded answer shows, on a clock that stands still. */
export class Replay {
  readonly clock: FakeClock;
  readonly simulator: Simulator;
  readonly #exchange: Exchange;
  #later: readonly RecordedEvent[] = [];

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    this.clock = new FakeClock({ epoch: Date.parse('2026-11-22T07:01:45Z') });
    const { status } = exchange.response;
    const options: SimulatorOptions = {
      clock: this.clock,
      sharding: exchange.transcript.startsWith('sharded'),
      tokens: new Map([
        ['REDACTED-VALID', ADMIN],
        ['limited', LIMITED],
      ]),
    };
    this.simulator = new Simulator(options);
    this.#defineCustomKinds();
    if (status === 200 && exchange.response.headers['content-type'] !== 'text/plain; charset=utf-8')
      this.#restore();
  }

  /** Sends the request and plays the recorded events; gives the answer with its whole body. */
  async run(): Promise<{ status: number; headers: Headers; body: Buffer }> {
    const { request, response } = this.#exchange;
    await this.simulator.start();
    try {
      const token = response.status === 403 ? 'limited' : 'REDACTED-VALID';
      const answer = await fetch(this.simulator.url + request.path, {
        method: request.method,
        headers: {
          ...request.headers,
          ...(response.status !== 401 && { authorization: `Bearer ${token}` }),
          ...(request.body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      });
      for (const event of this.#later) this.#play(event);
      const seconds = Number(new URL(request.path, 'http://x').searchParams.get('timeoutSeconds') ?? 0);
      if (seconds > 0) this.clock.advance(seconds * 1000);
      const body = Buffer.from(await within(answer.arrayBuffer(), `the whole answer to ${request.path}`));
      return { status: answer.status, headers: answer.headers, body };
    } finally {
      await this.simulator.stop();
    }
  }

  #restore(): void {
    const { path } = this.#exchange.request;
    if (!/^\/apis?\/.*(limit|watch|resourceVersion|fieldSelector|nosuch|foos)/.test(path)) return;
    const { store } = this.simulator;
    const key = keyOfPath(path);
    if (
      this.#exchange.response.headers['content-type']?.includes('json') &&
      path.includes('resourceVersion=5&')
    ) {
      store.advanceTo(1495);
      store.compact(key);
      return;
    }
    if (path.includes('resourceVersion=5&')) {
      store.advanceTo(1524);
      store.compact(key);
      return;
    }
    const state = stateOf(this.#exchange);
    for (const object of state.objects.toSorted(byVersion)) store.load(key, object);
    store.advanceTo(state.version - state.remaining);
    const namespace = state.objects.at(-1)?.metadata.namespace;
    for (let i = 0; i < state.remaining; i++)
      store.create(key, {
        metadata: {
          name: `zzz-${i}`,
          ...(namespace !== undefined && { namespace: inside(path, namespace) }),
        },
      });
    store.advanceTo(state.version);
    this.#later = state.events;
  }

  /** Recorded changes come after the watch has begun, at their recorded versions. */
  #play({ type, object }: RecordedEvent): void {
    const { store } = this.simulator;
    const key = keyOfPath(this.#exchange.request.path);
    if (type === 'BOOKMARK') return;
    for (const each of objectsOf(object)) {
      if (type !== 'DELETED') store.load(key, each);
      else {
        store.advanceTo(Number(each.metadata.resourceVersion) - 1);
        store.remove(key, each.metadata.namespace ?? '', each.metadata.name);
      }
    }
  }

  #defineCustomKinds(): void {
    if (!/example\.com\//.test(this.#exchange.request.path) || this.#exchange.response.status === 404) return;
    for (const [group, plural, kind] of [
      ['example.com', 'widgets', 'Widget'],
      ['transcripts.example.com', 'foos', 'Foo'],
    ] as const) {
      this.simulator.store.load('customresourcedefinitions', {
        metadata: { name: `${plural}.${group}`, resourceVersion: '1' },
        spec: {
          group,
          names: { plural, kind },
          scope: 'Namespaced',
          versions: [{ name: 'v1', served: true }],
        },
      });
    }
  }
}

/** Objects beyond a page must be in the list's scope, and sort after it. */
function inside(path: string, namespace: string): string {
  return path.includes('/namespaces/') ? namespace : 'zzz';
}
