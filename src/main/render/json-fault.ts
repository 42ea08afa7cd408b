/** The first thing in a text that makes it no JSON. */
export interface JsonFault {
  /** Where it is, in units of the string. */
  readonly offset: number;
  /** What is expected there; nothing of the text is quoted, as it may be secret. */
  readonly what: string;
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or ]' | 'comma or }' | 'end';

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const LITERAL = /true|false|null/y;
/** A run of a string without its quotes: bounded, so that no length of it exhausts the matcher. */
const STRING_RUN = /(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})){1,1000}/y;

/**
 * Finds where a text stops being JSON, `undefined` when it doesn't. JSON.parse decides as fast as
 * can be but does not say where for each of its errors; this is for texts that it has refused.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const match = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const afterValue = (): Expected =>
    open.length === 0 ? 'end' : open.at(-1) === '{' ? 'comma or }' : 'comma or ]';

  for (;;) {
    match(SPACE);
    if (at === text.length) {
      return expected === 'end'
        ? undefined
        : { offset: at, what: `the text ends where a ${expected} has to be` };
    }
    const character = text[at] ?? '';
    const start = at;
    if (closes(character, expected)) {
      open.pop();
      at++;
      expected = afterValue();
    } else if (expected === 'colon' && character === ':') {
      at++;
      expected = 'value';
    } else if (character === ',' && expected.startsWith('comma')) {
      at++;
      expected = expected === 'comma or }' ? 'key' : 'value';
    } else if (character === '"' && (expected.startsWith('value') || expected.startsWith('key'))) {
      at++;
      while (match(STRING_RUN));
      if (text[at] !== '"') return { offset: at, what: stringFault(text[at]) };
      at++;
      expected = expected.startsWith('key') ? 'colon' : afterValue();
    } else if ((character === '{' || character === '[') && expected.startsWith('value')) {
      open.push(character);
      at++;
      expected = character === '{' ? 'key or }' : 'value or ]';
    } else if (expected.startsWith('value') && (match(NUMBER) || match(LITERAL))) {
      expected = afterValue();
    } else {
      const what = expected === 'end' ? 'something follows the value' : `no ${expected} where one has to be`;
      return { offset: start, what };
    }
  }
}

function closes(character: string, expected: Expected): boolean {
  if (character === '}') return expected === 'key or }' || expected === 'comma or }';
  if (character === ']') return expected === 'value or ]' || expected === 'comma or ]';
  return false;
}

function stringFault(character: string | undefined): string {
  if (character === undefined) return 'the text ends inside of a string';
  if (character === '\\') return 'an unknown escape in a string';
  return character === '\n' ? 'a line break inside of a string' : 'a control character inside of a string';
}
