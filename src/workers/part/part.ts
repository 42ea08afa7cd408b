import { GROUP_SLOTS } from '../../protocol/page.ts';
import { type Patch, PatchWriter } from '../../protocol/patch.ts';
import { Group, type Text } from './group.ts';
import { PendingPool } from './pending-texts.ts';

/**
 * Text that may wait in one part that is on hold before it is put into compressed pages: a relist
 * of many changed objects never holds their plain text as a whole. 4 MiB are about 400 pods.
 */
const PENDING_LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * Stored pages save the work of compressing what changes again soon, and are eight times as large.
 * With this share of the compressed ones a scrape is an eighth longer; more than that, as when
 * hundreds of objects change every second, is compressed as it comes.
 */
const STORED_SHARE = 1 / 8;

/** A small part may be stored altogether: a hundred kilobytes are nothing to a scrape. */
const LEAST_STORED_BYTES = 128 * 1024;

/**
 * Fewer objects than this share of the slots, and the sparsest group is moved into the holes of the
 * others: a part that shrank gives its memory back. A quarter keeps moves rare: at least half of
 * the part has to go between two of them.
 */
const SPARSE_SHARE = 1 / 4;

/**
 * One stream's objects in one partition: which slot each has, and the groups that hold their pages.
 *
 * A part starts on hold: it takes changes, and publishes nothing. `begin` puts it on hold again;
 * `complete` drops what was not seen since `begin` and lets one patch out that closes the stage.
 */
export class Part {
  readonly #stream: number;
  readonly #families: number;
  readonly #pool: PendingPool;
  readonly #slots = new Map<string, number>();
  /** By group; `undefined`: all its objects are gone, and its index is free. */
  readonly #groups: (Group | undefined)[] = [];
  /** By group, by slot: the stage in which the object was last seen; 0 is an empty slot. */
  readonly #seen: (Uint32Array | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #changed = new Set<number>();
  /** Groups with stored pages → when they last changed, milliseconds. */
  readonly #warm = new Map<number, { since: number; changed: number }>();
  /** Grows with every `begin`; objects are marked with it. */
  #stage = 1;
  #held = true;
  #closing: number | undefined;
  #fresh = true;
  #pendingBytes = 0;
  /** Bytes of all pages, and of those that are stored as they are. */
  #pageBytes = 0;
  #storedBytes = 0;
  #oldestAt: number | undefined;

  constructor(stream: number, families: number) {
    this.#stream = stream;
    this.#families = families;
    this.#pool = new PendingPool(families);
  }

  get objects(): number {
    return this.#slots.size;
  }

  /** True while some group has stored pages that compaction may come for. */
  get warm(): boolean {
    return this.#warm.size > 0;
  }

  /** True when `take` has something to give. */
  get publishable(): boolean {
    return !this.#held && (this.#changed.size > 0 || this.#closing !== undefined);
  }

  /** A full set of objects follows; nothing is published until `complete`. */
  begin(): void {
    this.#stage++;
    this.#held = true;
    this.#closing = undefined;
  }

  /** The set is whole. `stage` is main's name for it, and comes back on the closing patch. */
  complete(stage: number): void {
    for (const [key, place] of this.#slots) {
      if (this.#seen[groupOf(place)]?.[slotOf(place)] !== this.#stage) this.remove(key, undefined);
    }
    this.#held = false;
    this.#closing = stage;
  }

  /** Adds or replaces an object's text. `at`: when main received it, for the age of the patch. */
  upsert(key: string, text: Text, at: number | undefined): void {
    const known = this.#slots.get(key);
    const place = known ?? this.#allocate();
    if (known === undefined) this.#slots.set(key, place);
    const index = groupOf(place);
    // A new object counts even when it has no line.
    if (!this.#put(place, text, this.#stage) && known !== undefined) return;
    this.#touch(index, at);
    if (!this.#held) return;
    // On hold the text goes into compressed pages as soon as a group is full, or there is a lot of it.
    if (this.#pendingBytes > PENDING_LIMIT_BYTES) this.#settleAll(true);
    else if (slotOf(place) === GROUP_SLOTS - 1 && this.#fresh) this.#settle(index, true);
  }

  /** Marks an object as still there though its new text is not known: its last good lines stand. */
  keep(key: string): void {
    const place = this.#slots.get(key);
    const seen = place === undefined ? undefined : this.#seen[groupOf(place)];
    if (place !== undefined && seen !== undefined) seen[slotOf(place)] = this.#stage;
  }

  /** Takes an object away; an unknown key is nothing to do. */
  remove(key: string, at: number | undefined): void {
    const place = this.#slots.get(key);
    if (place === undefined) return;
    this.#slots.delete(key);
    this.#vacate(place);
    this.#touch(groupOf(place), at);
  }

  /** The changes since the last patch. Only when `publishable`. */
  take(now: number): Patch {
    if (this.#sparse()) this.#merge();
    const writer = new PatchWriter();
    for (const index of this.#changed) {
      const group = this.#groups[index];
      if (group === undefined) continue;
      // A stage's closing patch is mostly what lists brought: compressed at once, not page by page later.
      this.#settle(index, this.#closing !== undefined || this.#storedBytes > this.#mostStored());
      group.takeUnsent((family, page) => writer.add(family, index, page));
      if (this.#isEmpty(index)) this.#drop(index);
      else if (group.storedPages > 0)
        this.#warm.set(index, { since: this.#warm.get(index)?.since ?? now, changed: now });
    }
    this.#changed.clear();
    const patch = writer.take({
      stream: this.#stream,
      closes: this.#closing,
      reset: this.#fresh,
      objects: this.#slots.size,
      oldestAt: this.#oldestAt,
    });
    if (this.#closing !== undefined) this.#pool.trim();
    this.#closing = undefined;
    this.#fresh = false;
    this.#oldestAt = undefined;
    return patch;
  }

  /**
   * Compresses the stored pages of one group that has been quiet since `quietBefore`, or has held
   * stored pages since before `storedBefore` without ever being quiet. False when there is none.
   */
  compressOne(quietBefore: number, storedBefore: number): boolean {
    if (this.#held) return false;
    for (const [index, { since, changed }] of this.#warm) {
      if (changed > quietBefore && since > storedBefore) continue;
      this.#warm.delete(index);
      const group = this.#groups[index];
      if (group === undefined) continue;
      this.#settle(index, true);
      if (this.#counting(group, () => group.compress())) this.#changed.add(index);
      return true;
    }
    return false;
  }

  /** Bytes and counts of the pages, for self-metrics. */
  measure(): { pageBytes: number; plainBytes: number; storedPages: number } {
    const sum = { pageBytes: 0, plainBytes: 0, storedPages: 0 };
    for (const group of this.#groups) {
      for (const page of group?.pages ?? []) {
        sum.pageBytes += page?.bytes.length ?? 0;
        sum.plainBytes += page?.plainLength ?? 0;
      }
      sum.storedPages += group?.storedPages ?? 0;
    }
    return sum;
  }

  #touch(index: number, at: number | undefined): void {
    this.#changed.add(index);
    if (at !== undefined && (this.#oldestAt === undefined || at < this.#oldestAt)) this.#oldestAt = at;
  }

  #allocate(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    let index = this.#groups.indexOf(undefined);
    if (index < 0) index = this.#groups.length;
    this.#groups[index] = new Group(this.#families, this.#pool);
    this.#seen[index] = new Uint32Array(GROUP_SLOTS);
    // Highest first: the stack then hands out slots in ascending order.
    for (let slot = GROUP_SLOTS - 1; slot > 0; slot--) this.#free.push(index * GROUP_SLOTS + slot);
    return index * GROUP_SLOTS;
  }

  #put(place: number, text: Text, stage: number): boolean {
    const group = this.#groups[groupOf(place)];
    const seen = this.#seen[groupOf(place)];
    if (group === undefined || seen === undefined) throw new Error(`part: slot ${place} has no group`);
    seen[slotOf(place)] = stage;
    const before = group.pendingBytes;
    const changed = group.put(slotOf(place), text);
    this.#pendingBytes += group.pendingBytes - before;
    return changed;
  }

  #vacate(place: number): void {
    const index = groupOf(place);
    const group = this.#groups[index];
    const seen = this.#seen[index];
    if (group === undefined || seen === undefined) return;
    seen[slotOf(place)] = 0;
    const before = group.pendingBytes;
    group.clear(slotOf(place));
    this.#pendingBytes += group.pendingBytes - before;
    this.#free.push(place);
  }

  /** Bytes of stored pages from which on what changes is compressed at once. */
  #mostStored(): number {
    return Math.max(LEAST_STORED_BYTES, (this.#pageBytes - this.#storedBytes) * STORED_SHARE);
  }

  #settle(index: number, compress: boolean): void {
    const group = this.#groups[index];
    if (group === undefined) return;
    this.#pendingBytes -= group.pendingBytes;
    this.#counting(group, () => group.settle(compress));
  }

  /** Does something to a group's pages, and keeps account of their bytes. */
  #counting<T>(group: Group, change: () => T): T {
    const { storedBytes, pageBytes } = group;
    const result = change();
    this.#storedBytes += group.storedBytes - storedBytes;
    this.#pageBytes += group.pageBytes - pageBytes;
    return result;
  }

  #settleAll(compress: boolean): void {
    for (const index of this.#changed) this.#settle(index, compress);
  }

  #isEmpty(index: number): boolean {
    return this.#seen[index]?.every((stage) => stage === 0) ?? true;
  }

  #drop(index: number): void {
    this.#groups[index] = undefined;
    this.#seen[index] = undefined;
    this.#warm.delete(index);
    const kept = this.#free.filter((place) => groupOf(place) !== index);
    this.#free.length = 0;
    for (const place of kept) this.#free.push(place);
  }

  #sparse(): boolean {
    const slots = this.#free.length + this.#slots.size;
    return slots >= 4 * GROUP_SLOTS && this.#slots.size < slots * SPARSE_SHARE;
  }

  /** Moves the objects of the highest groups into the holes of the lowest, as many as they all fill. */
  #merge(): void {
    const used = this.#groups.flatMap((group, index) => (group === undefined ? [] : [index]));
    const kept = new Set(used.slice(0, Math.ceil(this.#slots.size / GROUP_SLOTS)));
    const holes = this.#free.filter((place) => kept.has(groupOf(place))).sort((a, b) => b - a);
    this.#free.length = 0;
    const moving = new Map<number, [key: string, slot: number][]>();
    for (const [key, place] of this.#slots) {
      if (kept.has(groupOf(place))) continue;
      const group = moving.get(groupOf(place)) ?? [];
      group.push([key, slotOf(place)]);
      moving.set(groupOf(place), group);
    }
    for (const index of used) {
      if (kept.has(index)) continue;
      this.#empty(index, moving.get(index) ?? [], holes);
    }
    for (const place of holes) this.#free.push(place);
  }

  /** Moves `objects` out of a group into `holes`, and leaves the group without any. */
  #empty(index: number, objects: readonly (readonly [key: string, slot: number])[], holes: number[]): void {
    const group = this.#groups[index];
    const seen = this.#seen[index];
    if (group === undefined || seen === undefined) return;
    this.#settle(index, true);
    const texts = group.texts(objects.map(([, slot]) => slot));
    for (const [key, slot] of objects) {
      const text = texts.get(slot);
      const place = holes.pop();
      if (text === undefined || place === undefined)
        throw new Error(`part: no hole for an object of group ${index}`);
      this.#slots.set(key, place);
      this.#put(place, text, seen[slot] ?? this.#stage);
      this.#changed.add(groupOf(place));
    }
    for (let slot = 0; slot < GROUP_SLOTS; slot++) group.clear(slot);
    seen.fill(0);
    this.#changed.add(index);
  }
}

function groupOf(place: number): number {
  return Math.floor(place / GROUP_SLOTS);
}

function slotOf(place: number): number {
  return place % GROUP_SLOTS;
}
