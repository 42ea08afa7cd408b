/** The reference of all metrics, from the tables that they are rendered by. */
import type { AnyResource, Family } from '../../src/workers/families/family.ts';
import { type Transfer, transferOf } from '../../src/workers/families/transfer.ts';
import { code, prose, table } from './markdown.ts';

const REGENERATE = '<!-- Generated from the family tables: change those, then run `npm run docs`. -->';

/** What a resource's default families need of the API server, for its page and for the index. */
const TRANSFERS: Readonly<Record<Transfer, { readonly short: string; readonly long: string }>> = {
  full: {
    short: 'whole objects',
    long: 'Whole objects are fetched, and only the fields that enabled families read are decoded. With all families filtered out that read more than the metadata, only that is fetched.',
  },
  table: {
    short: 'metadata and columns',
    long: 'The metadata and the columns of the Table form are fetched, never the objects: what they hold stays in the API server.',
  },
  metadata: {
    short: 'metadata only',
    long: 'Only the metadata is fetched: no family that is on by default reads more.',
  },
};

/** Every generated file, by its name in `docs/metrics`. */
export function metricPages(resources: readonly AnyResource[]): ReadonlyMap<string, string> {
  const pages = new Map([['README.md', indexPage(resources)]]);
  for (const resource of resources) pages.set(`${resource.name}.md`, resourcePage(resource));
  return pages;
}

function page(...blocks: readonly string[]): string {
  return `${[REGENERATE, ...blocks].join('\n\n')}\n`;
}

function indexPage(resources: readonly AnyResource[]): string {
  const families = resources.flatMap((resource) => resource.families);
  const defaults = resources.filter((resource) => resource.default);
  return page(
    '# Metrics',
    `${families.length} metric families of ${resources.length} Kubernetes resources, of which ${defaults.length} resources are on unless ${code('--resources')} says otherwise.`,
    table(
      [
        'Resource',
        'Kind',
        'Families',
        'On by default',
        'Fetched by default',
        'Label and annotation allow-lists',
      ],
      resources.map((resource) => [
        `[${resource.name}](${resource.name}.md)`,
        kindOf(resource),
        String(resource.families.length),
        resource.default ? 'yes' : 'no',
        TRANSFERS[defaultTransfer(resource)].short,
        resource.allowlistable ? 'yes' : 'no effect',
      ]),
    ),
    '## Families that are asked for by name',
    `These appear only when ${code('--metric-opt-in-list')} matches their name.`,
    list(
      resources,
      (family) => family.optIn === true,
      () => '',
    ),
    '## Deprecated families',
    'These are still written, and their help text says since when they are deprecated.',
    list(
      resources,
      (family) => family.deprecated !== undefined,
      (family) => `, since ${family.deprecated}`,
    ),
  );
}

/** The families of all resources that `belongs` picks, with links. */
function list(
  resources: readonly AnyResource[],
  belongs: (family: Family<never>) => boolean,
  remark: (family: Family<never>) => string,
): string {
  const items = resources.flatMap((resource) =>
    resource.families
      .filter(belongs)
      .map((family) => `- [${code(family.name)}](${resource.name}.md#${family.name})${remark(family)}`),
  );
  return items.length === 0 ? 'None.' : items.join('\n');
}

function resourcePage(resource: AnyResource): string {
  const base = resource.baseLabels.map(({ label }) => code(label)).join(', ');
  const scope = resource.namespaced ? 'namespaced' : 'cluster-wide';
  const enabled = resource.default
    ? 'On by default.'
    : `Off by default: name it in ${code('--resources')} to turn it on.`;
  const lists = resource.allowlistable
    ? ''
    : ' The allow-lists of labels and annotations have no effect on it.';
  return page(
    `# ${resource.name}`,
    `${kindOf(resource)}, ${scope}. ${enabled}${lists}`,
    TRANSFERS[defaultTransfer(resource)].long,
    base === ''
      ? 'Its samples have no labels in common.'
      : `Every sample starts with the labels ${base}; what a family has besides is listed with it.`,
    ...resource.families.map(familySection),
  );
}

/** A family; its base labels are those of the page. */
function familySection(family: Family<never>): string {
  const marks = [
    family.type,
    family.stability,
    ...(family.optIn === true ? ['opt-in'] : []),
    ...(family.deprecated === undefined ? [] : [`deprecated since ${family.deprecated}`]),
  ];
  const facts = [
    `- Type and stability: ${marks.join(', ')}`,
    `- Labels: ${family.labels.length === 0 ? 'only those of every sample' : family.labels.map(code).join(', ')}`,
    `- When: ${prose(family.when)}`,
    `- Reads: ${family.reads.length === 0 ? 'nothing more than the labels of every sample' : family.reads.map(code).join(', ')}`,
  ];
  return [`## ${family.name}`, prose(family.help), facts.join('\n')].join('\n\n');
}

function kindOf({ group, version, kind }: AnyResource): string {
  return code(`${group === '' ? '' : `${group}/`}${version} ${kind}`);
}

/** Opt-in families are left out: they are off until they are asked for. */
function defaultTransfer(resource: AnyResource): Transfer {
  return transferOf(
    resource,
    resource.families.filter((family) => family.optIn !== true),
  );
}
