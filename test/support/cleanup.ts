import type { TestContext } from 'node:test';

/** Takes steps that undo something; when the test is over they run, the last one first. */
export function cleanup(test: TestContext): (step: () => unknown) => void {
  const steps: (() => unknown)[] = [];
  test.after(async () => {
    for (const step of steps.reverse()) await step();
  });
  return (step) => void steps.push(step);
}
