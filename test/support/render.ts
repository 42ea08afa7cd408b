/** The language of the families' tests: an object in, lines of text out. */
import { parse } from 'yaml';
import type { Family, FamilyContext } from '../../src/workers/families/family.ts';
import { resourceByName } from '../../src/workers/families/index.ts';
import { type Dropped, type Rendered, Renderer } from '../../src/workers/render/renderer.ts';
import { Issues } from '../../src/workers/shape/issues.ts';
import { compileJsonReader, type JsonReader } from '../../src/workers/shape/json-reader.ts';
import { labelPicker } from '../../src/workers/text/labels.ts';

export interface AllowLists {
  /** What `--metric-labels-allowlist` holds for the resource. */
  readonly labels?: readonly string[];
  /** What `--metric-annotations-allowlist` holds for the resource. */
  readonly annotations?: readonly string[];
}

/** What an object gives: its lines by family, and what was dropped of it. */
export interface Outcome {
  readonly lines: readonly string[];
  readonly byFamily: ReadonlyMap<string, readonly string[]>;
  readonly dropped: Dropped;
  /** Fields of the wrong type. */
  readonly issues: number;
}

export function contextOf({ labels = [], annotations = [] }: AllowLists): FamilyContext {
  return { labels: labelPicker('label', labels), annotations: labelPicker('annotation', annotations) };
}

/**
 * All lines of an object, opt-in families included, through the JSON reader and the renderer.
 * `object` is parsed JSON, or text in YAML.
 */
export function renderLines(resource: string, object: unknown, lists: AllowLists = {}): string[] {
  const { lines, dropped } = renderObject(resource, object, lists);
  if (dropped.failed > 0) throw new Error(dropped.firstFailure);
  return [...lines];
}

/** The lines of one family. */
export function renderFamily(
  resource: string,
  family: string,
  object: unknown,
  lists: AllowLists = {},
): readonly string[] {
  const { byFamily, dropped } = renderObject(resource, object, lists);
  if (dropped.failed > 0) throw new Error(dropped.firstFailure);
  const lines = byFamily.get(family);
  if (lines === undefined) throw new Error(`${resource} has no family ${family}`);
  return lines;
}

/** The same as `renderLines` with all that is known of the result, failures included. */
export function renderObject(resource: string, object: unknown, lists: AllowLists = {}): Outcome {
  const { read, families, renderer } = pipelineOf(resource, lists);
  const issues = new Issues();
  const rendered = renderer.render(read(typeof object === 'string' ? parse(object) : object, issues));
  const byFamily = linesByFamily(families, rendered);
  return { lines: [...byFamily.values()].flat(), byFamily, dropped: rendered.dropped, issues: issues.count };
}

/** Splits a rendering into lines by family; label values may hold CR, so lines end at LF only. */
export function linesByFamily(
  families: readonly Family<never>[],
  { bytes, ends }: Rendered,
): ReadonlyMap<string, readonly string[]> {
  const byFamily = new Map<string, readonly string[]>();
  let from = 0;
  families.forEach((family, i) => {
    const to = ends[i] ?? from;
    const text = decoder.decode(bytes.subarray(from, to));
    byFamily.set(family.name, text === '' ? [] : text.slice(0, -1).split('\n'));
    from = to;
  });
  return byFamily;
}

/** `ignoreBOM`: a label value that starts with U+FEFF keeps it. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

interface Pipeline {
  readonly read: JsonReader<unknown>;
  readonly families: readonly Family<never>[];
  readonly renderer: Renderer<unknown>;
}

const pipelines = new Map<string, Pipeline>();

function pipelineOf(name: string, lists: AllowLists): Pipeline {
  const key = JSON.stringify([name, lists.labels, lists.annotations]);
  let pipeline = pipelines.get(key);
  if (pipeline === undefined) {
    const resource = resourceByName(name);
    if (resource === undefined) throw new Error(`no resource ${name}`);
    const renderer = new Renderer<never>(resource, resource.families, contextOf(lists));
    pipeline = {
      read: compileJsonReader(resource.shape),
      families: resource.families,
      // The reader and the renderer are of one resource, so they agree on the type of its objects.
      renderer: renderer as unknown as Renderer<unknown>,
    };
    pipelines.set(key, pipeline);
  }
  return pipeline;
}
