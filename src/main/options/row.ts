/** How options are written down: one row each, from which parsing, types, help and docs follow. */

export type OptionGroup = 'api' | 'export' | 'families' | 'listeners' | 'limits' | 'process';

/** What the elements of a list must be. */
export type ListOf = 'resource' | 'namespace' | 'ecmascript' | 're2';

interface Common {
  /** The long flag, without its dashes. */
  readonly flag: string;
  /** One letter that means the same: `-v`. */
  readonly short?: string;
  readonly group: OptionGroup;
  /** Whether kube-state-metrics has the flag too, with the meaning that `help` gives. */
  readonly origin: 'reference' | 'own';
  /** What it does, in full sentences. */
  readonly help: string;
}

export type OptionRow = Common &
  (
    | { readonly type: 'string'; readonly default: string }
    /** `http://` or `https://`; empty for none. */
    | { readonly type: 'url'; readonly default: string }
    | { readonly type: 'bool'; readonly default: boolean }
    /** `min` and `max` are allowed values. */
    | { readonly type: 'int'; readonly default: number; readonly min: number; readonly max: number }
    /** Milliseconds here, a Go duration on the command line. */
    | { readonly type: 'duration'; readonly default: number; readonly min: number; readonly max: number }
    | { readonly type: 'choice'; readonly default: string; readonly values: readonly string[] }
    /** Comma-separated; given twice, the lists are joined; nothing stands in it twice. */
    | { readonly type: 'list'; readonly default: readonly string[]; readonly of: ListOf }
    /** `resource=[key,key],resource=[*]`; given twice, the last one stands. */
    | { readonly type: 'allowlist'; readonly default: Allowlist }
  );

/** Resource (or `*`) → the keys that may become labels, or patterns with one `*`. */
export type Allowlist = Readonly<Record<string, readonly string[]>>;

/** A flag of kube-state-metrics that this version has nothing for. */
export interface UnsupportedRow {
  readonly flag: string;
  readonly type: 'value' | 'bool';
  /** The reference's default: whoever passes it asks for nothing, and is not refused. */
  readonly harmless: string;
  /** Why not, and what to do instead. */
  readonly because: string;
}

/** A flag of kube-state-metrics that has no meaning here: accepted, with a warning. */
export interface IgnoredRow {
  readonly flag: string;
  readonly type: 'value' | 'bool';
}

/** `server-read-timeout` → `serverReadTimeout`. */
export type Camel<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : S;

/** The type of a row's value in `Options`. */
export type ValueOf<R extends OptionRow> = R extends { type: 'bool' }
  ? boolean
  : R extends { type: 'int' | 'duration' }
    ? number
    : R extends { type: 'choice'; values: readonly (infer V)[] }
      ? V
      : R extends { type: 'list' }
        ? readonly string[]
        : R extends { type: 'allowlist' }
          ? Allowlist
          : string;

/** The name of a flag as a property. */
export function camel<S extends string>(flag: S): Camel<S> {
  return flag.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase()) as Camel<S>;
}
