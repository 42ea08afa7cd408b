import { CodedError } from './coded-error.ts';

/** An error as plain data: what structured clone would lose (code, hint, cause) is kept. */
export interface ErrorWire {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string | undefined;
  readonly hint: string | undefined;
  readonly cause: ErrorWire | undefined;
}

/** A chain of causes is cut here: it is for people, and may be circular. */
const LONGEST_CHAIN = 8;

export function errorToWire(error: unknown, depth = 0): ErrorWire {
  if (!(error instanceof Error)) {
    return {
      name: 'Error',
      message: String(error),
      stack: undefined,
      code: undefined,
      hint: undefined,
      cause: undefined,
    };
  }
  const text = (name: 'code' | 'hint') => {
    const value = (error as { code?: unknown; hint?: unknown })[name];
    return typeof value === 'string' ? value : undefined;
  };
  const chained = error.cause !== undefined && depth < LONGEST_CHAIN;
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    code: text('code'),
    hint: text('hint'),
    cause: chained ? errorToWire(error.cause, depth + 1) : undefined,
  };
}

/** A `CodedError` again, with the name and stack of the original. */
export function errorFromWire(wire: ErrorWire): Error {
  const cause = wire.cause === undefined ? undefined : errorFromWire(wire.cause);
  const error = new CodedError(wire.code ?? 'KSE_WORKER_ERROR', wire.message, {
    ...(cause === undefined ? {} : { cause }),
    ...(wire.hint === undefined ? {} : { hint: wire.hint }),
  });
  error.name = wire.name;
  if (wire.stack !== undefined) error.stack = wire.stack;
  return error;
}
