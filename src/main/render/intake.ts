import type { AnyResource } from '../../workers/families/family.ts';
import { isJsonObject } from '../../workers/shape/json-reader.ts';
import type { EnabledResource } from '../options/filters.ts';
import type { Options } from '../options/table.ts';
import { type Document, type Found, readDocuments } from './documents.ts';
import type { Feed } from './feed.ts';
import { Identities, type Identity } from './identities.ts';
import { findKind } from './kinds.ts';
import type { Report } from './report.ts';
import { type Selects, selection } from './selection.ts';
import { reasonOf, type Source } from './sources.ts';

/** Takes the objects of all inputs: picks those that the options ask for, and says what became of the others. */
export class Intake {
  readonly #feed: Feed;
  readonly #report: Report;
  readonly #enabled: ReadonlySet<string>;
  readonly #asked: ReadonlySet<string>;
  readonly #selects: Selects;
  readonly #limit: number;
  readonly #identities = new Map<string, Identities>();
  #documents = 0;

  constructor(feed: Feed, report: Report, enabled: readonly EnabledResource[], options: Options) {
    this.#feed = feed;
    this.#report = report;
    this.#enabled = new Set(enabled.map(({ resource }) => resource.name));
    this.#asked = new Set(options.resources);
    this.#selects = selection(options);
    this.#limit = options.objectLimit;
  }

  /** Objects, lists and unreadable documents seen so far. */
  get documents(): number {
    return this.#documents;
  }

  /** Reads one input to its end. What can't be read of it is reported. */
  async read(source: Source): Promise<void> {
    const before = this.#documents;
    try {
      for await (const document of readDocuments(source.read(), source.name)) {
        this.#documents++;
        await this.#take(document, source);
      }
    } catch (error) {
      if (!isReadError(error)) throw error;
      this.#report.problem(`${source.name}: ${reasonOf(error)}`);
      return;
    }
    if (this.#documents === before) this.#report.warn(`${source.name}: empty`);
  }

  #take(document: Document, { name }: Source): Promise<void> | undefined {
    if (document.type === 'object') return this.#object(document.found, name);
    if (document.type === 'fault') this.#report.fault(name, document.place, document.what);
    return undefined;
  }

  #object(found: Found, source: string): Promise<void> | undefined {
    const { kind, apiVersion, json } = found;
    const { resource, ...unknown } = findKind(apiVersion, kind);
    if (resource === undefined) {
      const hint = 'hint' in unknown && unknown.hint !== undefined ? ` (${unknown.hint})` : '';
      this.#report.leaveOut(
        `unknown ${apiVersion} ${kind}`,
        (count) => `${objects(count)} of unknown kind ${kind}, ${apiVersion}${hint}, first in ${source}`,
      );
      return undefined;
    }
    const identity = identityOf(json);
    if (!this.#enabled.has(resource.name)) {
      this.#disabled(resource, source);
      return undefined;
    }
    if (!this.#selects(resource, identity.namespace, json)) return undefined;
    return this.#store(resource.name, found, identity, source);
  }

  #disabled({ name, kind }: AnyResource, source: string): void {
    const why = this.#asked.has(name)
      ? 'no family of it passes the filters'
      : `enable it with --resources=${name}, beside what else you want`;
    this.#report.leaveOut(
      `disabled ${name}`,
      (count) => `${objects(count)} of kind ${kind}, whose metrics are off (${why}), first in ${source}`,
    );
  }

  async #store(resource: string, found: Found, identity: Identity, source: string): Promise<void> {
    let identities = this.#identities.get(resource);
    if (identities === undefined) {
      identities = new Identities();
      this.#identities.set(resource, identities);
    }
    const { any, other } = identities.replaced(identity);
    if (any) {
      this.#report.leaveOut(
        `duplicate ${resource}`,
        (count) =>
          `${objects(count)} of ${resource} replaced by a later one of the same uid or name, the first by ${nameOf(identity)} in ${source}`,
      );
    }
    if (other !== undefined) {
      identities.remove(other);
      await this.#feed.remove(resource, other);
    } else if (!any && this.#limit > 0 && identities.size >= this.#limit) {
      this.#report.leaveOut(
        `limit ${resource}`,
        (count) => `${objects(count)} of ${resource} beyond --object-limit=${this.#limit}`,
      );
      return;
    }
    identities.add(identity);
    await this.#feed.put(resource, found, identity);
  }
}

function identityOf({ metadata }: Readonly<Record<string, unknown>>): Identity {
  const text = (key: string) => {
    const value = isJsonObject(metadata) ? metadata[key] : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { uid: text('uid'), namespace: text('namespace'), name: text('name') };
}

function nameOf({ namespace, name }: Identity): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

function objects(count: number): string {
  return count === 1 ? '1 object' : `${count} objects`;
}

/** Whether the system or zlib could not read; our own errors, and defects, are not of that kind. */
function isReadError(error: unknown): boolean {
  return error instanceof Error && 'errno' in error && 'code' in error;
}
