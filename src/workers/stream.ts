import { CodedError, describe } from '../protocol/coded-error.ts';
import type { Losses } from '../protocol/messages.ts';
import { Encoding } from '../protocol/op.ts';
import type { StreamPlan } from '../protocol/worker-api.ts';
import type { AnyResource, Family } from './families/family.ts';
import { resourceByName } from './families/index.ts';
import { TABLE_CELLS } from './families/transfer.ts';
import { Part } from './part/part.ts';
import { type Dropped, Renderer } from './render/renderer.ts';
import { Issues } from './shape/issues.ts';
import { compileJsonReader } from './shape/json-reader.ts';
import { compileProtobufReader } from './shape/protobuf-reader.ts';
import { prune } from './shape/prune.ts';
import type { MessageKind } from './shape/shape.ts';
import { compileTableRowReader } from './shape/table-row.ts';
import { labelPicker } from './text/labels.ts';

/** What the pipeline itself reads of every object, whatever families are enabled. */
const IDENTITY = ['metadata.name', 'metadata.namespace', 'metadata.uid', 'metadata.resourceVersion'];

/** As much of every object as the pipeline knows. */
interface Identified {
  readonly metadata: {
    readonly name: string | undefined;
    readonly namespace: string | undefined;
    readonly resourceVersion: string | undefined;
  };
}

type Read = (bytes: Uint8Array, start: number, end: number, issues: Issues) => Identified;

/**
 * One stream in one worker: bytes in, changes of its part out.
 *
 * An object that can't be decoded costs itself only: its last good lines stand, and it is counted.
 */
export class WorkerStream {
  readonly part: Part;
  readonly #resource: AnyResource;
  readonly #shape: MessageKind<unknown>;
  readonly #renderer: Renderer<never>;
  readonly #issues = new Issues();
  #read: Read;
  #lost = { malformed: 0, invalid: 0, duplicates: 0, failed: 0 };
  #example: string | undefined;
  /** Of the last object that was decoded; whoever reads it sets it back to `''`. */
  resourceVersion = '';

  constructor(plan: StreamPlan) {
    this.#resource = find(plan.resource);
    const families = plan.families.map((name) => family(this.#resource, name));
    const paths = [
      ...IDENTITY,
      ...this.#resource.baseLabels.map((label) => label.reads),
      ...families.flatMap((row) => row.reads),
    ];
    this.#shape = prune(this.#resource.shape, paths);
    this.#renderer = new Renderer<never>(this.#resource, families, {
      labels: plan.labels === undefined ? undefined : labelPicker('label', plan.labels),
      annotations: plan.annotations === undefined ? undefined : labelPicker('annotation', plan.annotations),
    });
    this.part = new Part(plan.id, families.length);
    this.#read = protobufReader(this.#shape);
  }

  /** How the objects that follow are written; `columns` of a Table, else empty. */
  encoding(encoding: Encoding, columns: readonly string[]): void {
    if (encoding === Encoding.protobuf) this.#read = protobufReader(this.#shape);
    else if (encoding === Encoding.json) this.#read = jsonReader(compileJsonReader(this.#shape) as FromJson);
    else {
      const cells = TABLE_CELLS[this.#resource.name] ?? {};
      this.#read = jsonReader(compileTableRowReader(this.#shape, columns, cells) as FromJson);
    }
  }

  /** Decodes, renders and compares one object. `uid` is `''` where main found none. */
  upsert(uid: string, bytes: Uint8Array, start: number, end: number, at: number): void {
    const object = this.#decode(bytes, start, end);
    if (object === undefined) {
      this.part.keep(uid);
      return;
    }
    const text = this.#renderer.render(object as never);
    this.#account(text.dropped);
    this.part.upsert(keyOf(uid, object), text, at);
  }

  /** Takes an object away. Its last state is decoded for its resourceVersion, and for its name where it has no uid. */
  remove(uid: string, bytes: Uint8Array, start: number, end: number, at: number): void {
    const object = this.#decode(bytes, start, end);
    if (object !== undefined) this.part.remove(keyOf(uid, object), at);
    else this.part.remove(uid, at);
  }

  /** What was lost since the last call; `undefined` when nothing was. */
  takeLosses(): Losses | undefined {
    const mistyped = this.#issues.count;
    if (mistyped > 0) this.#example ??= `wrong type at ${this.#issues.first ?? 'an unknown path'}`;
    const losses = { ...this.#lost, mistyped, example: this.#example ?? '' };
    if (losses.malformed + mistyped + losses.invalid + losses.duplicates + losses.failed === 0)
      return undefined;
    this.#issues.reset();
    this.#lost = { malformed: 0, invalid: 0, duplicates: 0, failed: 0 };
    this.#example = undefined;
    return losses;
  }

  #account({ invalid, duplicates, failed, firstFailure }: Dropped): void {
    if (invalid + duplicates + failed === 0) return;
    this.#lost.invalid += invalid;
    this.#lost.duplicates += duplicates;
    this.#lost.failed += failed;
    this.#example ??= firstFailure;
  }

  #decode(bytes: Uint8Array, start: number, end: number): Identified | undefined {
    try {
      const object = this.#read(bytes, start, end, this.#issues);
      this.resourceVersion = object.metadata.resourceVersion ?? this.resourceVersion;
      return object;
    } catch (error) {
      this.#lost.malformed++;
      this.#example ??= describe(error);
      return undefined;
    }
  }
}

type FromJson = (json: unknown, issues: Issues) => Identified;

function protobufReader(shape: MessageKind<unknown>): Read {
  return compileProtobufReader(shape) as Read;
}

const utf8 = new TextDecoder();

function jsonReader(read: FromJson): Read {
  return (bytes, start, end, issues) => {
    let json: unknown;
    try {
      json = JSON.parse(utf8.decode(bytes.subarray(start, end)));
    } catch (cause) {
      // V8's message quotes the text around the fault, which is the object's content: leave it out.
      throw new CodedError('KSE_OBJECT_MALFORMED', `object of ${end - start} bytes is not JSON`, {
        ...(cause instanceof RangeError ? { cause } : {}),
      });
    }
    return read(json, issues);
  };
}

/** Uids have no slash, so a name key never meets one. */
function keyOf(uid: string, { metadata }: Identified): string {
  return uid === '' ? `/${metadata.namespace ?? ''}/${metadata.name ?? ''}` : uid;
}

function find(name: string): AnyResource {
  const resource = resourceByName(name);
  if (resource === undefined) throw new CodedError('KSE_PROTOCOL', `plan: unknown resource ${name}`);
  return resource;
}

function family(resource: AnyResource, name: string): Family<never> {
  const row = resource.families.find((candidate) => candidate.name === name);
  if (row === undefined) throw new CodedError('KSE_PROTOCOL', `plan: ${resource.name} has no family ${name}`);
  return row;
}
