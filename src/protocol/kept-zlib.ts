import { constants, createDeflateRaw, createInflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib';

/** Level 1 gives 7:1 on exposition text; higher levels cost several times as much for a tenth less. */
const LEVEL = 1;

/**
 * What zlib's one-shot functions do inside, without making a handle for each call. A handle is 268 KB
 * that V8 is told of, so thousands of pages a second made it collect all the time: half of the CPU
 * of a churning cluster.
 *
 * Node has no public way to use a handle again synchronously. These names are Node's own since
 * version 10; where they are missing, the one-shot functions are used.
 */
interface Internals {
  readonly _handle: {
    writeSync(
      flush: number,
      input: Uint8Array,
      inputOffset: number,
      inputLength: number,
      output: Uint8Array,
      outputOffset: number,
      outputLength: number,
    ): void;
    /** Called by a write that fails, before it returns. */
    onerror: (message: string) => void;
  };
  /** After a write: room left in the output, bytes left of the input. */
  readonly _writeState: Uint32Array;
}

/** One handle, kept for as long as it works. */
class Kept {
  readonly #create: () => object;
  #internals: Internals | undefined;
  #failed = false;

  constructor(create: () => object) {
    this.#create = create;
  }

  /** Bytes written to `output`, or `undefined` when it can't be done this way: no room, no handle, bad input. */
  write(flush: number, input: Uint8Array, output: Uint8Array): number | undefined {
    this.#internals ??= this.#open();
    const { _handle: handle, _writeState: state } = this.#internals ?? {};
    if (handle === undefined || state === undefined) return undefined;
    handle.writeSync(flush, input, 0, input.length, output, 0, output.length);
    const [room = 0, rest = 0] = state;
    if (!this.#failed && rest === 0) return output.length - room;
    // Whatever it holds now belongs to this input: the next one gets a handle of its own.
    this.drop();
    return undefined;
  }

  /** Gives the handle up, and with it whatever it holds. */
  drop(): void {
    this.#internals = undefined;
  }

  #open(): Internals | undefined {
    const internals = this.#create() as Partial<Internals>;
    if (typeof internals._handle?.writeSync !== 'function' || internals._writeState?.length !== 2) {
      return undefined;
    }
    this.#failed = false;
    internals._handle.onerror = () => {
      this.#failed = true;
    };
    return internals as Internals;
  }
}

const deflater = new Kept(() => createDeflateRaw({ level: LEVEL }));
const inflater = new Kept(() => createInflateRaw());

/** Where texts are deflated to before their length is known. */
let scratch = Buffer.allocUnsafeSlow(16 * 1024);

/** The text as a deflate fragment, ended by a full flush, in memory of its own. */
export function deflated(text: Uint8Array): Uint8Array {
  // Deflate's worst case is 5 bytes a block of 16 KiB and more than the text; a full flush is 5 more.
  const worst = text.length + (text.length >>> 8) + 64;
  if (scratch.length < worst && worst <= MOST_SCRATCH) scratch = Buffer.allocUnsafeSlow(worst);
  const length = scratch.length < worst ? undefined : deflater.write(constants.Z_FULL_FLUSH, text, scratch);
  if (length !== undefined && length < scratch.length) return new Uint8Array(scratch.subarray(0, length));
  // A full scratch may have left a rest in the handle, which must not become the next text's.
  deflater.drop();
  const options = { level: LEVEL, finishFlush: constants.Z_FULL_FLUSH };
  return new Uint8Array(deflateRawSync(text, options));
}

/** Texts beyond this are rare, and not worth memory for good. */
const MOST_SCRATCH = 1024 * 1024;

/** Inflates a fragment into `target`, which is as long as its text. Throws zlib's error for what is no fragment. */
export function inflateInto(fragment: Uint8Array, target: Buffer): void {
  if (inflater.write(constants.Z_SYNC_FLUSH, fragment, target) === target.length) return;
  inflateRawSync(fragment, { finishFlush: constants.Z_SYNC_FLUSH }).copy(target);
}
