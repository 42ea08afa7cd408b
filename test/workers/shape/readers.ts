import { Issues } from '../../../src/workers/shape/issues.ts';
import { compileJsonReader } from '../../../src/workers/shape/json-reader.ts';
import { compileProtobufReader } from '../../../src/workers/shape/protobuf-reader.ts';
import type { MessageKind } from '../../../src/workers/shape/shape.ts';

/** What a reader made of one object, and what it complained of. */
export interface Reading<T> {
  readonly value: T;
  readonly issues: number;
  readonly first: string | undefined;
}

export function readJson<T>(shape: MessageKind<T>, json: unknown): Reading<T> {
  const issues = new Issues();
  const value = compileJsonReader(shape)(json, issues);
  return { value, issues: issues.count, first: issues.first };
}

export function readProtobuf<T>(shape: MessageKind<T>, content: Iterable<number>): Reading<T> {
  const issues = new Issues();
  const bytes = Uint8Array.from(content);
  const value = compileProtobufReader(shape)(bytes, 0, bytes.length, issues);
  return { value, issues: issues.count, first: issues.first };
}
