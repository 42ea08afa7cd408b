/** Labels made of the keys of a map: the `*_labels`, `*_annotations` and `*_nodeselectors` families. */
import type { Label, LabelPicker } from '../families/family.ts';
import { sanitise, snakeCase } from './names.ts';
import { compareBytes } from './order.ts';

/** Gives the labels of a map's entries, in byte order of their keys, under names with a prefix. */
export type MapLabeler = (source: ReadonlyMap<string, string | undefined>) => readonly Label[];

/** `mapLabeler('label')` names the entry `app.kubernetes.io/name` `label_app_kubernetes_io_name`. */
export function mapLabeler(prefix: string): MapLabeler {
  return labelerOf(prefix, () => true);
}

/**
 * What an entry of `--metric-labels-allowlist` selects. `*` as the first item selects every key;
 * other items select the key they name, or with one `*` inside the keys that match it, where the
 * `*` stands for any text without a line feed. Items with more than one `*`, and a lone `*` that
 * isn't first, select nothing, as in kube-state-metrics. An empty list has no picker at all.
 */
export function labelPicker(prefix: string, allowList: readonly string[]): LabelPicker | undefined {
  if (allowList.length === 0) return undefined;
  if (allowList[0] === '*') return mapLabeler(prefix);
  const exact = new Set(allowList.filter((item) => !item.includes('*')));
  const globs = allowList.filter((item) => item !== '*' && item.split('*').length === 2).map(globOf);
  return labelerOf(prefix, (key) => exact.has(key) || globs.some((matches) => matches(key)));
}

function globOf(pattern: string): (key: string) => boolean {
  const star = pattern.indexOf('*');
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  return (key) =>
    key.length >= head.length + tail.length &&
    key.startsWith(head) &&
    key.endsWith(tail) &&
    !key.slice(head.length, key.length - tail.length).includes('\n');
}

/**
 * Names kept per labeler. A cluster has some hundred distinct keys; one whose controllers put ids
 * into keys must not make this grow without end.
 */
const NAMES_KEPT = 4096;

function labelerOf(prefix: string, selects: (key: string) => boolean): MapLabeler {
  const names = new Map<string, string>();
  const nameOf = (key: string): string => {
    let name = names.get(key);
    if (name === undefined) {
      name = `${prefix}_${snakeCase(sanitise(key))}`;
      if (names.size >= NAMES_KEPT) names.clear();
      names.set(key, name);
    }
    return name;
  };
  return (source) => {
    if (source.size === 0) return [];
    const keys = [...source.keys()].filter(selects).sort(compareBytes);
    const labels = new UniqueNames();
    for (const key of keys) labels.add(nameOf(key), source.get(key));
    return labels.list;
  };
}

/**
 * Gives every label a name of its own. At the first clash the entry that has the name becomes
 * `_conflict1` where it stands and the new one `_conflict2`; the bare name is never used again, later
 * ones take the next number, and numbers whose name is taken are left out.
 */
class UniqueNames {
  readonly list: Label[] = [];
  readonly #taken = new Map<string, number>();
  /** By bare name that has clashed: the last number given. */
  #clashes: Map<string, number> | undefined;

  add(bare: string, value: string | undefined): void {
    let name = bare;
    const holder = this.#taken.get(bare);
    if (this.#clashes?.has(bare)) {
      name = this.#next(bare);
    } else if (holder !== undefined) {
      const renamed = this.#next(bare);
      this.#taken.delete(bare);
      this.#taken.set(renamed, holder);
      this.list[holder] = [renamed, this.list[holder]?.[1]];
      name = this.#next(bare);
    }
    this.#taken.set(name, this.list.length);
    this.list.push([name, value]);
  }

  #next(bare: string): string {
    this.#clashes ??= new Map();
    let number = this.#clashes.get(bare) ?? 0;
    let name: string;
    do name = `${bare}_conflict${++number}`;
    while (this.#taken.has(name));
    this.#clashes.set(bare, number);
    return name;
  }
}
