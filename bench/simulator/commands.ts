import type { ChurnMix } from './churn.ts';
import type { Fault } from './faults.ts';
import { isObject, type JsonObject } from './json.ts';
import type { Simulator } from './server.ts';

/** What a simulator in another process can be told, one JSON object a line. */
export type Command =
  | { readonly op: 'fault'; readonly fault: Fault }
  | { readonly op: 'clearFaults' }
  /** A rate of 0 stops. */
  | {
      readonly op: 'churn';
      readonly eventsPerSecond: number;
      readonly mix?: ChurnMix;
      readonly seed?: number;
      readonly limit?: number;
    }
  | {
      readonly op: 'compact' | 'expireWatches' | 'resetWatches' | 'silenceWatches' | 'endWatches';
      readonly resource?: string;
    }
  | { readonly op: 'create' | 'update'; readonly resource: string; readonly object: JsonObject }
  | { readonly op: 'remove'; readonly resource: string; readonly namespace?: string; readonly name: string }
  /** An outage: connections end and new ones are refused until `open`. */
  | { readonly op: 'close' | 'open' }
  /** The requests since the last time, which are then forgotten with their bytes. */
  | { readonly op: 'takeRequests' }
  /** Versions, objects, watches, bytes and requests. */
  | { readonly op: 'stats' };

/** `id` is the command's own, if it had one. */
export type Answer = {
  readonly ok: boolean;
  readonly id?: unknown;
  readonly result?: unknown;
  readonly error?: string;
};

/** Carries out one line. Never rejects: what went wrong is in the answer. */
export async function answerCommand(simulator: Simulator, line: string): Promise<Answer> {
  let id: unknown;
  try {
    const command: unknown = JSON.parse(line);
    if (!isObject(command)) throw new Error('a command is an object');
    ({ id } = command);
    const result = await carryOut(simulator, command as unknown as Command);
    return { ok: true, ...(id !== undefined && { id }), ...(result !== undefined && { result }) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, ...(id !== undefined && { id }), error: message };
  }
}

async function carryOut(simulator: Simulator, command: Command): Promise<unknown> {
  switch (command.op) {
    case 'fault':
      simulator.fault(command.fault);
      return;
    case 'clearFaults':
      simulator.faults.clear();
      return;
    case 'churn':
      simulator.stopChurn();
      if (command.eventsPerSecond > 0) simulator.churn(command);
      return;
    case 'compact':
      simulator.compact(command.resource);
      return;
    case 'expireWatches':
      simulator.expireWatches(command.resource);
      return;
    case 'resetWatches':
      for (const watch of simulator.openWatches(command.resource)) watch.reset();
      return;
    case 'silenceWatches':
      for (const watch of simulator.openWatches(command.resource)) watch.silence();
      return;
    case 'endWatches':
      for (const watch of simulator.openWatches(command.resource)) watch.end();
      return;
    case 'create':
      return simulator.create(command.resource, command.object).resourceVersion;
    case 'update':
      return simulator.update(command.resource, command.object).resourceVersion;
    case 'remove':
      return simulator.remove(command.resource, command.namespace ?? '', command.name);
    case 'close':
      await simulator.closeListener();
      return;
    case 'open':
      await simulator.start();
      return;
    case 'takeRequests': {
      const { requests } = simulator.traffic;
      simulator.traffic.reset();
      return requests;
    }
    case 'stats':
      return stats(simulator);
    default:
      throw new Error(`unknown op "${String((command as { op?: unknown }).op)}"`);
  }
}

function stats(simulator: Simulator): unknown {
  const { store, traffic, faults } = simulator;
  const objects = store.kinds.all().map(({ key }) => [key, store.collection(key).size] as const);
  return {
    resourceVersion: store.resourceVersion,
    objects: Object.fromEntries(objects.filter(([, size]) => size > 0)),
    watches: simulator.openWatches().length,
    requests: traffic.requests.length,
    bytesSent: traffic.totalBytes,
    faultsWaiting: faults.waiting,
    changes: simulator.changes,
  };
}
