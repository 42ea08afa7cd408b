/** Says what is going on: one line that changes on a terminal, a line for each step elsewhere. */
export class Progress {
  readonly #out: NodeJS.WriteStream;
  readonly #start = performance.now();
  #title = '';
  #shown = '';

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  /** A new part of the whole: `3/8 churn (exporter)`. */
  begin(title: string): void {
    this.#title = title;
    this.step('begins');
  }

  step(text: string): void {
    const seconds = ((performance.now() - this.#start) / 1000).toFixed(0).padStart(4);
    const line = `${seconds} s  ${this.#title}: ${text}`;
    if (!this.#out.isTTY) {
      this.#out.write(`${line}\n`);
      return;
    }
    const fits = line.slice(0, Math.max(20, this.#out.columns - 1));
    this.#out.write(`\r${fits.padEnd(this.#shown.length)}`);
    this.#shown = fits;
  }

  /** Takes the line away, for something that stays. */
  clear(): void {
    if (!this.#out.isTTY || this.#shown === '') return;
    this.#out.write(`\r${''.padEnd(this.#shown.length)}\r`);
    this.#shown = '';
  }
}
