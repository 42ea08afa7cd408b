import { LineCounter, parseDocument, type ScalarTag, type Tags } from 'yaml';
import { type Place, placeIn } from './place.ts';

/** A text that is no YAML, or more than one document. */
export interface YamlFault {
  readonly what: string;
  readonly place: Place;
}

/** What `parseYaml` gives: the value, or why there is none. */
export type YamlResult = { readonly value: unknown } | { readonly fault: YamlFault };

/**
 * The types that kubectl has no notion of: it takes times and base 60 for text, and its maps are
 * always plain ones.
 */
const LEFT_OUT = new Set(
  ['binary', 'timestamp', 'omap', 'pairs', 'set'].map((name) => `tag:yaml.org,2002:${name}`),
);

/** Octal as YAML 1.2 writes it, which Go reads as well. */
const OCTAL: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  format: 'OCT',
  test: /^[-+]?0o[0-7_]+$/,
  resolve: (text) => {
    const value = Number(`0o${text.replace(/^[-+]?0o|_/g, '')}`);
    return text.startsWith('-') ? -value : value;
  },
};

/** kubectl puts the decoded bytes in the place of a `!!binary`. */
const BINARY: ScalarTag = {
  tag: 'tag:yaml.org,2002:binary',
  resolve: (text) => Buffer.from(text, 'base64').toString(),
};

/**
 * YAML 1.1 as kubectl's parser knows it: `yes`, `on` and `y` are booleans, `010` is 8, `1_000` is a
 * number, `<<` merges; `1:30` and `2024-01-01` stay text. A repeated key counts with its last value.
 */
function customTags(tags: Tags): Tags {
  const kept = tags.filter((tag) => typeof tag === 'string' || !(LEFT_OUT.has(tag.tag) || sexagesimal(tag)));
  return [OCTAL, BINARY, ...kept];
}

function sexagesimal(tag: object): boolean {
  return 'format' in tag && tag.format === 'TIME';
}

/** Aliases a document may follow; each may stand for much, and a bomb is made of few hundred. */
const MAX_ALIASES = 1000;

/** Parses one document. The value of an empty one is `null`. `start` is the place of its first character. */
export function parseYaml(text: string, start: Place): YamlResult {
  const document = parseDocument(text, {
    version: '1.1',
    customTags,
    uniqueKeys: false,
    // Messages with a piece of the text would print what may be secret.
    prettyErrors: false,
    stringKeys: false,
    logLevel: 'error',
    lineCounter: new LineCounter(),
  });
  const [error] = document.errors;
  if (error !== undefined) {
    return { fault: { what: `not YAML: ${reason(error.code)}`, place: placeIn(text, error.pos[0], start) } };
  }
  try {
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }) };
  } catch {
    // The only thing that fails here: an alias without an anchor, or too many of them.
    return { fault: { what: 'not YAML: aliases that lead nowhere or to too much', place: start } };
  }
}

/** The parser's messages quote the text; its codes say the same without: `BAD_INDENT` → `bad indent`. */
function reason(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}
