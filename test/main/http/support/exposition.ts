import type {
  Exposition,
  ExpositionBody,
  ExpositionRequest,
} from '../../../../src/main/exposition/exposition.ts';

const CHUNK = 128 * 1024;

/** An exposition of as many bytes as told, which keeps count of what is open. */
export class FakeExposition implements Exposition {
  /** Of the next body; `undefined`: there is no snapshot yet. */
  length: number | undefined;
  generation = 1;
  pinnedBytes = 1000;
  /** What the next bodies do wrong: fail half-way, give a byte too few or too many, or fail to open. */
  fault: 'throws' | 'short' | 'long' | 'refuses' | undefined;
  /** Called for each chunk that is pulled; the chunk waits for it. */
  onPull: (() => Promise<void>) | undefined;
  readonly requests: ExpositionRequest[] = [];
  /** Bodies that are open. */
  bodies = 0;
  /** Chunks pulled. */
  pulled = 0;
  /** Times that all of them had left. */
  sent = 0;

  constructor(length?: number) {
    this.length = length;
  }

  open(request: ExpositionRequest): ExpositionBody | undefined {
    this.requests.push(request);
    if (this.fault === 'refuses') throw new Error('cannot open');
    const { length, generation, pinnedBytes } = this;
    if (length === undefined) return undefined;
    this.bodies++;
    let closed = false;
    return {
      length,
      generation,
      ageMs: 1500,
      pinnedBytes,
      chunks: () => this.#chunks(length),
      sent: () => {
        this.sent++;
      },
      close: () => {
        if (!closed) this.bodies--;
        closed = true;
      },
    };
  }

  async *#chunks(length: number): AsyncGenerator<Uint8Array> {
    const { fault } = this;
    const given = length + (fault === 'short' ? -1 : fault === 'long' ? 1 : 0);
    const chunk = new Uint8Array(CHUNK).fill(0x78);
    for (let at = 0; at < given; at += CHUNK) {
      if (fault === 'throws' && at >= length / 2) throw new Error('a page is damaged');
      await this.onPull?.();
      this.pulled++;
      yield chunk.subarray(0, Math.min(CHUNK, given - at));
    }
  }
}
