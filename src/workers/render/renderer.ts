import type { BaseLabel, Family, FamilyContext } from '../families/family.ts';
import { escapeLabelValue } from '../text/escape.ts';
import { SampleWriter } from './sample-writer.ts';
import { Scratch } from './scratch.ts';

/** What was rendered and then left out, of one object. */
export interface Dropped {
  /** Samples with a value or a label that is missing, of the wrong type or not a number. */
  readonly invalid: number;
  /** Samples whose labels repeat those of an earlier sample of the family. */
  readonly duplicates: number;
  /** Families whose rendering threw. */
  readonly failed: number;
  /** Name of the first family that threw, and what it threw. */
  readonly firstFailure: string | undefined;
}

/** One object's text. Everything in it is reused: valid until the next call of `render` of any renderer. */
export interface Rendered {
  /** The families' lines, one after the other, in UTF-8. Longer than the text. */
  readonly bytes: Uint8Array;
  /** Family `i`'s text is `bytes` from `ends[i - 1] ?? 0` to `ends[i]`. */
  readonly ends: Uint32Array;
  /** Family `i`'s number of lines. */
  readonly samples: Uint32Array;
  readonly dropped: Dropped;
}

/**
 * Renders objects of one resource into the lines of its enabled families.
 *
 * An object's text is built as one string and written at once: concatenation costs next to nothing
 * until the write, which copies each character once. Nothing is written before all families are
 * done, so a family that throws can't leave half a line behind; its text is empty and counted.
 */
export class Renderer<T> {
  readonly #baseLabels: readonly BaseLabel<T>[];
  readonly #families: readonly Family<T>[];
  readonly #context: FamilyContext;
  readonly #writer = new SampleWriter();
  readonly #scratch: Scratch;
  readonly #samples: Uint32Array;

  constructor(
    resource: { readonly baseLabels: readonly BaseLabel<T>[] },
    families: readonly Family<T>[],
    context: FamilyContext,
  ) {
    this.#baseLabels = resource.baseLabels;
    this.#families = families;
    this.#context = context;
    this.#scratch = new Scratch(families.length);
    this.#samples = new Uint32Array(families.length);
    for (const family of families) {
      this.#writer.declare(
        family.name,
        family.labels,
        resource.baseLabels.length > 0,
        family.distinct === true,
      );
    }
  }

  /** Never throws because of `object`. */
  render(object: T): Rendered {
    const writer = this.#writer;
    const ends = this.#scratch.ends;
    let failed = 0;
    let firstFailure: string | undefined;
    writer.begin(this.#baseText(object));
    for (let i = 0; i < this.#families.length; i++) {
      const family = this.#families[i] as Family<T>;
      writer.open(i);
      try {
        family.render(object, writer, this.#context);
      } catch (error) {
        writer.rollback();
        failed++;
        firstFailure ??= `${family.name}: ${error instanceof Error ? error.message : String(error)}`;
      }
      this.#samples[i] = writer.samples;
      ends[i] = writer.length;
    }
    const bytes = this.#scratch.write(writer.text);
    return {
      bytes,
      ends,
      samples: this.#samples,
      dropped: { invalid: writer.invalid, duplicates: writer.duplicates, failed, firstFailure },
    };
  }

  /** `namespace="a",pod="b` without the last quote; `undefined` where a label has no value. */
  #baseText(object: T): string | undefined {
    let text = '';
    for (const { label, value } of this.#baseLabels) {
      const it = value(object);
      if (typeof it !== 'string') return undefined;
      text += `${text === '' ? '' : '",'}${label}="${escapeLabelValue(it)}`;
    }
    // A search makes V8 put the pieces together: once here, not anew for each of the object's lines.
    NOTHING.test(text);
    return text;
  }
}

/** Matches no text that could be there, and looks at its first character only. */
const NOTHING = /^\0/;
