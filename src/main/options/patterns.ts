import { runInNewContext } from 'node:vm';
import { RE2JS } from 're2js';
import { CodedError } from '../../protocol/coded-error.ts';

/** A pattern as it was given, ready to search names with. */
export interface Pattern {
  readonly source: string;
  readonly regex: RegExp;
}

/**
 * Compiles a pattern of the metric allow- or deny-list: ECMAScript, without the `u` flag, whose
 * leniency (`\-`, a lone `{`) is that of the reference's engine in its ECMAScript mode.
 * Throws a SyntaxError that says what is wrong.
 */
export function compileEcmaScript(source: string): Pattern {
  return { source, regex: new RegExp(source) };
}

/** Compiles a Go regular expression (RE2 syntax) and gives its unanchored search. Throws when invalid. */
export function compileGo(source: string): (name: string) => boolean {
  const compiled = RE2JS.compile(source);
  return (name) => compiled.matcher(name).find();
}

/**
 * Searching all of some four hundred names takes well under a millisecond a pattern; only
 * catastrophic backtracking comes near this.
 */
const SEARCH_TIMEOUT_MS = 2_000;

/**
 * The names in which some pattern is found, unanchored. ECMAScript patterns can backtrack for
 * ever, which would look like a process that hangs at start: a `vm` script is the only way to put
 * a time limit on one. Throws `KSE_OPTIONS`, naming `flag`, when the limit is reached.
 */
export function searchAll(flag: string, patterns: readonly Pattern[], names: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const { source, regex } of patterns) {
    try {
      const hits = runInNewContext(
        'names.filter((name) => regex.test(name))',
        { names, regex },
        { timeout: SEARCH_TIMEOUT_MS },
      ) as readonly string[];
      for (const hit of hits) found.add(hit);
    } catch (cause) {
      throw new CodedError(
        'KSE_OPTIONS',
        `--${flag}: ${JSON.stringify(source)} takes too long to match (catastrophic backtracking)`,
        { cause, hint: 'Write the pattern without nested repetition.' },
      );
    }
  }
  return found;
}
