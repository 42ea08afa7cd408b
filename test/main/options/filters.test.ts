import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { enabledResources } from '../../../src/main/options/filters.ts';
import { loadOptions } from '../../../src/main/options/load.ts';
import { searchAll } from '../../../src/main/options/patterns.ts';
import { codeOf } from '../../../src/protocol/coded-error.ts';
import type { AnyResource, Family } from '../../../src/workers/families/family.ts';

function family(name: string, optIn?: true): Family<never> {
  return {
    name,
    type: 'gauge',
    stability: 'STABLE',
    help: 'Help.',
    labels: [],
    when: 'Always.',
    reads: [],
    render: () => {},
    ...(optIn ? { optIn } : {}),
  };
}

function resource(name: string, families: readonly Family<never>[], allowlistable = true): AnyResource {
  return { name, families, allowlistable, default: true } as unknown as AnyResource;
}

const TABLE: readonly AnyResource[] = [
  resource('pods', [
    family('kube_pod_info'),
    family('kube_pod_status_ready'),
    family('kube_pod_status_ready_time'),
    family('kube_pod_restart_reason', true),
  ]),
  resource('nodes', [family('kube_node_info')]),
  resource('leases', [family('kube_lease_owner')], false),
];

/** What is enabled under `args`, as resource → families. */
function enabled(...args: string[]): Record<string, string[]> {
  const command = loadOptions(args, TABLE);
  assert.equal(command.kind, 'run');
  const rows = enabledResources(command.options, TABLE);
  return Object.fromEntries(rows.map((row) => [row.resource.name, row.families.map(({ name }) => name)]));
}

function allowed(name: string, ...args: string[]): { labels: unknown; annotations: unknown } {
  const command = loadOptions(args, TABLE);
  assert.equal(command.kind, 'run');
  const row = enabledResources(command.options, TABLE).find((row) => row.resource.name === name);
  assert.ok(row !== undefined);
  return { labels: row.labels, annotations: row.annotations };
}

const PODS = ['kube_pod_info', 'kube_pod_status_ready', 'kube_pod_status_ready_time'];

describe('the families that options leave', () => {
  it('are all but the opt-in ones, in byte order of the resources', () => {
    assert.deepEqual(Object.entries(enabled()), [
      ['leases', ['kube_lease_owner']],
      ['nodes', ['kube_node_info']],
      ['pods', PODS],
    ]);
  });

  it('are those of the chosen resources', () => {
    assert.deepEqual(enabled('--resources=nodes'), { nodes: ['kube_node_info'] });
  });

  it('are found by a pattern anywhere in the name, so a name finds longer ones', () => {
    assert.deepEqual(enabled('--metric-allowlist=kube_pod_status_ready'), {
      pods: ['kube_pod_status_ready', 'kube_pod_status_ready_time'],
    });
    assert.deepEqual(enabled('--metric-allowlist=status_ready$,node'), {
      nodes: ['kube_node_info'],
      pods: ['kube_pod_status_ready'],
    });
  });

  it('may be chosen with lookaround', () => {
    assert.deepEqual(enabled('--metric-denylist=^kube_(?!node)'), { nodes: ['kube_node_info'] });
  });

  it('include an opt-in family only when a Go pattern asks for it and the lists let it pass', () => {
    assert.deepEqual(enabled('--metric-opt-in-list=restart', '--resources=pods'), {
      pods: [...PODS, 'kube_pod_restart_reason'],
    });
    assert.deepEqual(
      enabled('--metric-opt-in-list=restart', '--metric-denylist=restart', '--resources=pods'),
      {
        pods: PODS,
      },
    );
    assert.deepEqual(enabled('--metric-allowlist=restart|node'), { nodes: ['kube_node_info'] });
  });

  it('must be one at least', () => {
    assert.throws(
      () => enabled('--metric-denylist=kube'),
      (error) => codeOf(error) === 'KSE_OPTIONS' && /no metric family/.test(String(error)),
    );
  });
});

describe('a pattern that backtracks for ever', () => {
  it('is given up by name instead of hanging the start', () => {
    assert.throws(
      () => searchAll('metric-allowlist', [{ source: '(a+)+$', regex: /(a+)+$/ }], [`${'a'.repeat(60)}b`]),
      (error) =>
        codeOf(error) === 'KSE_OPTIONS' &&
        String(error).includes('--metric-allowlist: "(a+)+$" takes too long'),
    );
  });
});

describe('the allowed label and annotation keys', () => {
  it('are those of the resource', () => {
    const flags = ['--metric-labels-allowlist=pods=[a,b]', '--metric-annotations-allowlist=nodes=[c]'];
    assert.deepEqual(allowed('pods', ...flags), { labels: ['a', 'b'], annotations: undefined });
    assert.deepEqual(allowed('nodes', ...flags), { labels: undefined, annotations: ['c'] });
  });

  it('are those of * for every resource, which hides the resource’s own', () => {
    const flag = '--metric-labels-allowlist=pods=[a],*=[z]';
    assert.deepEqual(allowed('pods', flag).labels, ['z']);
    assert.deepEqual(allowed('nodes', flag).labels, ['z']);
  });

  it('are none for an empty list, and for resources that take none', () => {
    assert.equal(allowed('pods', '--metric-labels-allowlist=pods=[]').labels, undefined);
    assert.equal(allowed('leases', '--metric-labels-allowlist=leases=[a]').labels, undefined);
    assert.equal(allowed('leases', '--metric-labels-allowlist=*=[a]').labels, undefined);
  });
});
