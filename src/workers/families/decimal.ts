/** An integer as a label value; `undefined`, a value of the wrong type, stays so. */
export function decimal(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${value}`;
}
