/** An optional sign and digits, as Go's `strconv.Atoi` takes them, and the percent sign. */
const PERCENTAGE = /^([+-]?[0-9]+)%$/;

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
  const percent = PERCENTAGE.exec(value)?.[1];
  if (percent === undefined || !fitsInt64(percent)) return undefined;
  return round((Number(percent) * total) / 100);
}

function fitsInt64(digits: string): boolean {
  const value = BigInt(digits.replace('+', ''));
  return BigInt.asIntN(64, value) === value;
}
