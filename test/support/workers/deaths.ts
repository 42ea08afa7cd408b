import { CodedError } from '../../../src/protocol/coded-error.ts';

/** The ways for a worker to die: its code fails, something ends the thread, its heap is full. */
export const DEATHS: Readonly<Record<string, () => void>> = {
  throw: () => {
    throw new CodedError('KSE_TEST', 'thrown in mid-churn');
  },
  exit: () => process.exit(7),
  heap: () => {
    const hoard: unknown[] = [];
    for (;;) hoard.push(new Array(10_000).fill({ a: 1 }));
  },
};
