import { parseGoInteger } from '../kube/go-integer.ts';

/**
 * A number that may be given as a percentage of `total`, as Kubernetes resolves it
 * (`intstr.GetScaledValueFromIntOrPercent`). `undefined` where either is absent, and for text that
 * isn't a whole percentage.
 */
export function scaledValue(
  value: number | string | undefined,
  total: number | undefined,
  round: (value: number) => number,
): number | undefined {
  if (value === undefined || total === undefined) return undefined;
  if (typeof value === 'number') return value;
  const percent = value.endsWith('%') ? parseGoInteger(value.slice(0, -1)) : undefined;
  return percent === undefined ? undefined : round((Number(percent) * total) / 100);
}
