/** A place in an input, as editors count: lines and columns from 1, columns in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The place of character `offset` of a text that starts at `start`. */
export function placeIn(text: string, offset: number, start: Place): Place {
  const before = text.slice(0, offset);
  const newline = before.lastIndexOf('\n');
  if (newline < 0) return { line: start.line, column: start.column + characters(before) };
  return {
    line: start.line + before.split('\n').length - 1,
    column: characters(before.slice(newline + 1)) + 1,
  };
}

/** Code points: a character outside of the basic plane is two units of a JavaScript string. */
function characters(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}
