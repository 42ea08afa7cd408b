import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type JsonObject, objectAt, stringAt } from '../../bench/simulator/json.ts';
import { systemClock } from '../../src/main/clock.ts';
import type { Cluster } from '../../src/main/kube/cluster.ts';
import { loadCluster } from '../../src/main/kube/credentials.ts';
import { resourceByName } from '../../src/workers/families/index.ts';
import { within } from './deadline.ts';

/** The API server answered with a status that is no success. */
export class KubeError extends Error {
  readonly status: number;

  constructor(what: string, status: number, body: string) {
    super(`${what}: ${status}: ${body.slice(0, 500)}`);
    this.status = status;
  }
}

const JSON_TYPE = 'application/json';
const MERGE_PATCH = 'application/merge-patch+json';

/** Writes objects of the resources that the exporter knows, through an API server, in JSON. */
export class KubeClient {
  readonly #cluster: Cluster;

  private constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** A client of the cluster that `env` leads to, with the credentials that are found there. */
  static async of(env: NodeJS.ProcessEnv): Promise<KubeClient> {
    return new KubeClient(await loadCluster({ clock: systemClock, warn: () => {} }, env));
  }

  /** Stores a new object; gives it as the server has it. Its namespace stands in its metadata. */
  create(resource: string, object: JsonObject): Promise<JsonObject> {
    const namespace = stringAt(objectAt(object, 'metadata'), 'namespace');
    return this.#json('POST', pathOf(resource, { namespace }), typed(resource, object));
  }

  /** The object, or `undefined` when there is none. */
  async find(resource: string, at: Place): Promise<JsonObject | undefined> {
    try {
      return await this.#json('GET', pathOf(resource, at));
    } catch (error) {
      ignoreNotFound(error);
      return undefined;
    }
  }

  /** Merges into an object (RFC 7386), or into its status through that subresource. */
  patch(
    resource: string,
    at: Place,
    patch: JsonObject,
    subresource: '' | '/status' = '',
  ): Promise<JsonObject> {
    return this.#json('PATCH', `${pathOf(resource, at)}${subresource}`, patch, MERGE_PATCH);
  }

  /** Deletes an object at once: nobody here would end its containers. */
  async delete(resource: string, at: Place): Promise<void> {
    const options = { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 };
    await this.#json('DELETE', pathOf(resource, at), options);
  }

  /** Takes a namespace's own finalizer away, which a controller does in a whole cluster. */
  async finalize(name: string): Promise<void> {
    const object = await this.find('namespaces', { name });
    if (object === undefined) return;
    const path = `${pathOf('namespaces', { name })}/finalize`;
    await this.#json('PUT', path, { ...object, spec: { finalizers: [] } }).catch(ignoreNotFound);
  }

  /** Whether a path without a resource is answered with 200. */
  async answers(path: string): Promise<boolean> {
    const { status } = await this.#send('GET', path, undefined, JSON_TYPE);
    return status === 200;
  }

  close(): void {
    this.#cluster.credentials.close();
  }

  async #json(method: string, path: string, body?: JsonObject, type = JSON_TYPE): Promise<JsonObject> {
    const answer = await this.#send(method, path, body, type);
    if (answer.status < 200 || answer.status > 299)
      throw new KubeError(`${method} ${path}`, answer.status, answer.text);
    return JSON.parse(answer.text) as JsonObject;
  }

  async #send(
    method: string,
    path: string,
    body: JsonObject | undefined,
    type: string,
  ): Promise<{ status: number; text: string }> {
    const { server, credentials } = this.#cluster;
    const { headers, tls } = await credentials.access();
    const text = body === undefined ? '' : JSON.stringify(body);
    const options = {
      method,
      agent: false as const,
      headers: {
        ...headers,
        accept: JSON_TYPE,
        ...(text !== '' && { 'content-type': type, 'content-length': Buffer.byteLength(text) }),
      },
    };
    const url = new URL(server.pathname.replace(/\/$/, '') + path, server);
    const { ca, cert, key, serverName, insecure } = tls;
    const secure = {
      ...options,
      rejectUnauthorized: !insecure,
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      ...(serverName !== undefined && { servername: serverName }),
    };
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      const request =
        url.protocol === 'https:' ? httpsRequest(url, secure, resolve) : httpRequest(url, options, resolve);
      request.on('error', reject);
      request.end(text);
    });
    return within(answer.then(read), `${method} ${path}`);
  }
}

async function read(response: IncomingMessage): Promise<{ status: number; text: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
}

/** Where an object is. */
export interface Place {
  /** Left out, or empty, for what is in no namespace. */
  readonly namespace?: string;
  readonly name?: string;
}

/** Path of a collection, or of one object of it. */
export function pathOf(resource: string, { namespace = '', name = '' }: Place): string {
  const { group, version } = known(resource);
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const within = namespace === '' ? '' : `/namespaces/${namespace}`;
  return `${root}${within}/${resource}${name === '' ? '' : `/${name}`}`;
}

function typed(resource: string, object: JsonObject): JsonObject {
  const { group, version, kind } = known(resource);
  return { ...object, apiVersion: group === '' ? version : `${group}/${version}`, kind };
}

function known(resource: string) {
  const row = resourceByName(resource);
  if (row === undefined) throw new Error(`no resource ${resource}`);
  return row;
}

/** For what may be gone already. */
export function ignoreNotFound(error: unknown): void {
  if (!(error instanceof KubeError && error.status === 404)) throw error;
}
