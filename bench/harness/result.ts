import { readFileSync } from 'node:fs';
import type { Finding } from './figures.ts';
import type { MachineInfo } from './machine.ts';

/** A run, as it is written with `--json`. */
export interface Result {
  readonly version: 1;
  /** ISO 8601. */
  readonly date: string;
  readonly machine: MachineInfo;
  readonly pods: number;
  readonly nodes: number;
  readonly seconds: number;
  readonly tls: boolean;
  /** The name of the peer's program, without its folder. */
  readonly peer?: string;
  /** One for each scenario and subject. */
  readonly findings: readonly Finding[];
}

/** JSON has no NaN and no infinity: they are written as text. */
export function stringifyResult(result: Result): string {
  const replacer = (_key: string, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return `${JSON.stringify(result, replacer, 1)}\n`;
}

/** @throws Error when it is no result of this version. */
export function parseResult(text: string): Result {
  const reviver = (key: string, value: unknown) => (key === 'value' || key === 'ms' ? Number(value) : value);
  const result = JSON.parse(text, reviver) as Partial<Result> | null;
  if (result?.version !== 1 || !Array.isArray(result.findings))
    throw new Error('not a result of this benchmark');
  return result as Result;
}

export function readResult(file: string): Result {
  return parseResult(readFileSync(file, 'utf8'));
}
