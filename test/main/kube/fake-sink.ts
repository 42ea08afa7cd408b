import { Encoding, Op } from '../../../src/protocol/op.ts';
import type { StreamSink } from '../../../src/protocol/stream.ts';

const NAMES = new Map<Encoding, string>(Object.entries(Encoding).map(([name, value]) => [value, name]));

/** Writes down what reaches it, one word or two a call, and holds the reader back when told to. */
export class FakeSink implements StreamSink {
  readonly log: string[] = [];
  resumeVersion = '';
  /** Whether workers apply versions at once. */
  acknowledges = false;
  #gate: { readonly promise: Promise<void>; readonly open: () => void } | undefined;

  begin(encoding: Encoding, columns?: readonly string[]): void {
    this.log.push(['begin', NAMES.get(encoding), ...(columns === undefined ? [] : [columns])].join(' '));
  }
  object(op: Op, bytes: Uint8Array, _start: number, _end: number, uidStart: number, uidEnd: number): void {
    const uid = Buffer.from(bytes.subarray(uidStart, uidEnd)).toString();
    this.log.push(`${op === Op.remove ? '-' : '+'}${uid}`);
  }
  complete(resourceVersion: string): void {
    this.log.push(`complete ${resourceVersion}`);
    if (this.acknowledges) this.resumeVersion = resourceVersion;
  }
  encoding(encoding: Encoding, columns?: readonly string[]): void {
    this.log.push(['encoding', NAMES.get(encoding), ...(columns === undefined ? [] : [columns])].join(' '));
  }
  bookmark(resourceVersion: string): void {
    this.log.push(`bookmark ${resourceVersion}`);
    if (this.acknowledges) this.resumeVersion = resourceVersion;
  }
  drained(): Promise<void> {
    return this.#gate?.promise ?? Promise.resolve();
  }

  /** From now on `drained` waits, until `letGo`. */
  hold(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = { promise, open: resolve };
  }
  letGo(): void {
    this.#gate?.open();
    this.#gate = undefined;
  }
}
