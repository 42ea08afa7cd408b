import type { Figure, Finding, Unit } from './figures.ts';
import { Timeline } from './timeline.ts';

/** Collects what a scenario finds out; what was found stays when it fails half-way. */
export class Recorder {
  readonly #scenario: string;
  readonly #subject: Finding['subject'];
  readonly #figures = new Map<string, Figure>();
  readonly #notes: string[] = [];
  readonly #timelines: { title: string; timeline: Timeline }[] = [];

  constructor(scenario: string, subject: Finding['subject']) {
    this.#scenario = scenario;
    this.#subject = subject;
  }

  /** The name is unique within the scenario: bounds find the figure by it. */
  figure(name: string, value: number, unit: Unit): void {
    if (this.#figures.has(name)) throw new Error(`two figures named "${name}"`);
    this.#figures.set(name, { name, value, unit });
  }

  note(text: string): void {
    this.#notes.push(text);
  }

  /** Begins to follow a process; ends with the scenario at the latest. */
  timeline(title: string, pid: number): Timeline {
    const timeline = new Timeline(pid);
    this.#timelines.push({ title, timeline });
    return timeline;
  }

  /** Ends the time lines and gives everything. */
  finish(error?: unknown): Finding {
    for (const { timeline } of this.#timelines) timeline.stop();
    const message = error instanceof Error ? error.message : String(error);
    return {
      scenario: this.#scenario,
      subject: this.#subject,
      figures: [...this.#figures.values()],
      notes: this.#notes,
      timelines: this.#timelines.map(({ title, timeline }) => ({ title, data: timeline.data })),
      ...(error !== undefined && { error: message }),
    };
  }
}
