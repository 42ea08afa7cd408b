import { parseSample, type Sample } from './exposition.ts';

/** The samples of a name whose labels include these, in a whole exposition or any part of one. */
export function findSamples(
  text: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): readonly Sample[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .map(parseSample)
    .filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels.get(key) === value));
}

/** The value of the only such sample; `undefined` without any. Throws on several. */
export function findValue(
  text: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const [first, second] = findSamples(text, name, labels);
  if (second !== undefined) throw new Error(`several samples of ${name} have ${JSON.stringify(labels)}`);
  return first === undefined ? undefined : Number(first.value);
}
