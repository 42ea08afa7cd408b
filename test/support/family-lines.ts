import { type AllowLists, renderFamily } from './render.ts';

/** Renders one family of an object into its lines, without the family's name: `{label="x"} 1`. */
export type FamilyLines = (family: string, object: unknown, lists?: AllowLists) => readonly string[];

/** `FamilyLines` of one resource, for tests that look at one family after the other. */
export function familyLines(resource: string): FamilyLines {
  return (family, object, lists) =>
    renderFamily(resource, family, object, lists).map((line) => {
      if (!line.startsWith(family)) throw new Error(`${family} has a line of another family: ${line}`);
      return line.slice(family.length);
    });
}
