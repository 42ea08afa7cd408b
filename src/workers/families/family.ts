/**
 * What a metric family is here: one declarative row. The rows feed rendering, HELP and TYPE,
 * allow and deny lists, the generated docs, the needed rights and the tests.
 */
import type { MessageKind } from '../shape/shape.ts';

export type Stability = 'STABLE' | 'ALPHA';

/** One label of a sample whose label names are not fixed by the row. */
export type Label = readonly [name: string, value: string | undefined];

/**
 * Takes the samples of one family of one object.
 *
 * A value or label that is `undefined` (a field of the wrong type, or absent where the rule has
 * no default) or a NaN costs that sample, which is counted; nothing invalid is ever printed.
 * Two samples of one family with the same labels would be a duplicate series: the first stands,
 * as it would in Prometheus, and the rest are counted.
 */
export interface Samples {
  /** One sample: base labels, then the row's `labels` in order. `true` is 1, `false` is 0. */
  add(value: number | boolean | undefined, ...labels: readonly (string | undefined)[]): void;
  /** One sample: base labels, then `labels` as given (names already valid). */
  addNamed(value: number | boolean | undefined, labels: readonly Label[]): void;
}

/** What rendering may depend on besides the object: fixed for the life of a renderer. */
export interface FamilyContext {
  /** Picks and names the allowed keys of `metadata.labels`; `undefined`: the family emits nothing. */
  readonly labels: LabelPicker | undefined;
  /** The same for `metadata.annotations`. */
  readonly annotations: LabelPicker | undefined;
}

/** `commonRules.mapToLabels` over the keys that an allow-list selects. */
export type LabelPicker = (source: ReadonlyMap<string, string>) => readonly Label[];

/** One metric family of one resource whose objects are `T`. */
export interface Family<T> {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly stability: Stability;
  /** One or two complete sentences, for HELP and the docs; no marker for stability. */
  readonly help: string;
  /** Names of the family's own labels, after the resource's base labels. */
  readonly labels: readonly string[];
  /** When a sample appears and what values it takes, in words, for the docs. */
  readonly when: string;
  /**
   * The fields that `render` reads, as dotted paths through the shape (lists and maps are passed
   * through: `spec.containers.name`). A path to a message means all of it. Everything that no
   * enabled family names is never decoded; all paths under `metadata.` means that the metadata
   * alone is fetched.
   */
  readonly reads: readonly string[];
  /** Emitted only when `--metric-opt-in-list` matches. */
  readonly optIn?: true;
  /** The release that deprecated it. */
  readonly deprecated?: string;
  /** Set where the labels of its samples can't repeat by construction: spares the duplicate check. */
  readonly distinct?: true;
  readonly render: (object: T, samples: Samples, context: FamilyContext) => void;
}

/** A label that every family of a resource starts with. */
export interface BaseLabel<T> {
  readonly label: string;
  /** Dotted path that `value` reads. */
  readonly reads: string;
  readonly value: (object: T) => string | undefined;
}

/** A Kubernetes resource and its families, in emission order. */
export interface Resource<T> {
  /** Plural name, as in `--resources` and the API path. */
  readonly name: string;
  readonly kind: string;
  /** API group; `''` is the core group. */
  readonly group: string;
  readonly version: string;
  readonly namespaced: boolean;
  /** Enabled when `--resources` is not given. */
  readonly default: boolean;
  /** Takes entries in the label and annotation allow-lists with effect. */
  readonly allowlistable: boolean;
  /** The protobuf message, `group.version.Kind` as Kubernetes' own .proto files name it. */
  readonly proto: string;
  readonly shape: MessageKind<T>;
  readonly baseLabels: readonly BaseLabel<T>[];
  readonly families: readonly Family<T>[];
}

/** A resource whose object type doesn't matter to the holder. */
export type AnyResource = Omit<Resource<never>, 'shape'> & { readonly shape: MessageKind<unknown> };
