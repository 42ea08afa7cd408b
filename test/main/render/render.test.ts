import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { parseExposition } from '../../support/exposition.ts';
import { configMap, infoLine, infoLines, json, type Outcome, run, samples, withFiles } from './support.ts';

const two = [configMap('a'), configMap('b')];
const twoLines = [infoLine('a'), infoLine('b')];
const bare = two.map(({ metadata }) => ({ metadata }));

function assertTwo(outcome: Outcome): void {
  assert.equal(outcome.err, '');
  assert.equal(outcome.code, 0);
  assert.deepEqual(infoLines(outcome), twoLines);
}

describe('objects come', () => {
  const LIST = { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items: two };
  const FORMS: Readonly<Record<string, string>> = {
    'one a line': json(...two),
    'in a row': two.map((object) => JSON.stringify(object)).join(''),
    'indented, one after the other': two.map((object) => JSON.stringify(object, undefined, 4)).join('\n'),
    'in a list': JSON.stringify(LIST),
    'in a list with sorted keys': JSON.stringify(
      { apiVersion: 'v1', items: two, kind: 'List' },
      undefined,
      4,
    ),
    'in a typed list': JSON.stringify({ kind: 'ConfigMapList', apiVersion: 'v1', items: bare }),
    'in a typed list that tells its kind at the end': JSON.stringify({
      items: bare,
      kind: 'ConfigMapList',
      apiVersion: 'v1',
    }),
    'in an array': JSON.stringify(two),
    'in a list in a list': JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [{ ...LIST, kind: 'List' }],
    }),
    'in YAML documents': two.map((object) => stringify(object)).join('---\n'),
    'in a YAML list': stringify(LIST),
    'in a typed YAML list': stringify({ kind: 'ConfigMapList', apiVersion: 'v1', items: bare }),
    'in a YAML list of their own': stringify(two),
    'in YAML with braces': `{apiVersion: v1, kind: ConfigMap, metadata: {namespace: ns, name: a}}\n---\n${stringify(two[1])}`,
    'in JSON between separators': two.map((object) => `---\n${JSON.stringify(object)}\n`).join(''),
    'in JSON and YAML': `${JSON.stringify(two[0])}\n---\n${stringify(two[1])}`,
    'in JSON, with separators later': `${JSON.stringify(two[0])}\n---\n${JSON.stringify(two[1])}\n---\n`,
    'behind a byte order mark': `\ufeff${json(...two)}`,
  };
  for (const [form, text] of Object.entries(FORMS)) {
    it(`${form}, from standard input`, async () => assertTwo(await run([], text)));
  }

  it('in every form gzipped, as one member or as several, told by its content', async () => {
    for (const text of Object.values(FORMS)) assertTwo(await run([], [gzipSync(text)]));
    const halves = two.map((object) => gzipSync(`${JSON.stringify(object)}\n`));
    assertTwo(await run(['-f', '-'], [Buffer.concat(halves)]));
  });

  it('in UTF-16, as PowerShell writes it', async () => {
    assertTwo(await run([], [Buffer.from(`\ufeff${json(...two)}`, 'utf16le')]));
    assertTwo(await run([], [Buffer.from(`\ufeff${json(...two)}`, 'utf16le').swap16()]));
  });

  it('byte by byte', async () => {
    const bytes = Buffer.from(json(...two));
    assertTwo(
      await run(
        [],
        [...bytes].map((byte) => Uint8Array.of(byte)),
      ),
    );
  });

  it('from files, told by content and not by name', () =>
    withFiles({ 'a.yaml': json(two[0]), 'b.json': stringify(two[1]) }, async (path) => {
      assertTwo(await run(['-f', path('a.yaml'), '-f', path('b.json')]));
    }));

  it('from a folder, in the order of the names, without what is no object file', () =>
    withFiles(
      {
        'in/2.ndjson.gz': gzipSync(json(two[1])),
        'in/1.yml': stringify(two[0]),
        'in/readme.txt': 'not this',
        'in/deeper/3.json': 'nor that',
      },
      async (path) => assertTwo(await run(['-f', path('in')])),
    ));
});

describe('the output', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'ns', name: 'p', uid: 'u1', labels: { app: 'x' } },
    spec: { containers: [{ name: 'c', image: 'i' }] },
    status: { phase: 'Running', containerStatuses: [{ name: 'c', restartCount: 3 }] },
  };

  it('is what both formats demand, to the letter', async () => {
    const input = json(pod, ...two, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n"\\\n' } });
    for (const format of ['text', 'openmetrics'] as const) {
      const { out, code } = await run(['--format', format], input);
      assert.equal(code, 0);
      const families = parseExposition(out, format);
      const restarts = families.find(({ name }) => name.startsWith('kube_pod_container_status_restarts'));
      assert.deepEqual(
        restarts?.samples.map(({ name, value }) => [name, value]),
        [['kube_pod_container_status_restarts_total', '3']],
      );
    }
  });

  it('has the headers of resources that have objects, and of no others', async () => {
    const { out } = await run([], json(...two));
    const names = [...out.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name ?? '');
    assert.ok(names.includes('kube_configmap_info'));
    assert.deepEqual(
      names.filter((name) => !name.startsWith('kube_configmap_')),
      [],
    );
  });

  it('keeps the order of the objects, also of thousands', async () => {
    const names = Array.from({ length: 3000 }, (_, i) => `c${i}`);
    const outcome = await run([], json(...names.map((name) => configMap(name))));
    assert.deepEqual(
      infoLines(outcome),
      names.map((name) => infoLine(name)),
    );
  });

  it('is the same with several workers but for the order', async () => {
    const kinds = Array.from({ length: 900 }, (_, i) =>
      i % 3 === 0
        ? { ...pod, metadata: { ...pod.metadata, name: `p${i}`, uid: `u${i}` } }
        : configMap(`c${i}`, i % 3 === 1 ? { uid: `v${i}` } : {}),
    );
    const one = await run([], json(...kinds));
    const three = await run(['--workers=3'], json(...kinds));
    assert.equal(one.err, '');
    assert.equal(three.err, '');
    assert.deepEqual([...three.lines].sort(), [...one.lines].sort());
    assert.equal(infoLines(three).length, 600);
    parseExposition(three.out, 'text');
  });

  it('of no objects is empty, or nothing but the end', async () => {
    const none = '{"apiVersion":"v1","kind":"List","items":[]}';
    assert.deepEqual(await run([], none), { code: 0, out: '', err: '', lines: [] });
    assert.equal((await run(['--format=openmetrics'], none)).out, '# EOF\n');
    for (const items of ['null', '[]']) {
      assert.equal((await run([], `apiVersion: v1\nkind: PodList\nitems: ${items}\n`)).err, '');
    }
  });

  it('carries strings as they were, in every script and escape', async () => {
    const labels = { a: '"\\\n\t€😀\u2028', 'b.c/d': 'x' };
    for (const text of [
      json(configMap('a', { labels })),
      stringify(configMap('a', { labels })),
      json(configMap('a', { labels })).replace(
        /[^\x20-\x7e]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    ]) {
      const { lines, err } = await run(['--metric-labels-allowlist=configmaps=[*]'], text);
      assert.equal(err, '');
      assert.ok(
        lines.includes(
          'kube_configmap_labels{namespace="ns",configmap="a",label_a="\\"\\\\\\n\t€😀\u2028",label_b_c_d="x"} 1',
        ),
        lines.join('\n'),
      );
    }
  });

  it('has objects whose uid is written with escapes, and long ones', async () => {
    const escaped = json(configMap('a', { uid: 'u-1' }), configMap('b', { uid: 'u-2' })).replaceAll(
      'u-',
      '\\u0075-',
    );
    const outcome = await run(['--workers=2'], escaped);
    assert.deepEqual([...infoLines(outcome)].sort(), twoLines);
    const long = await run(
      ['--workers=2'],
      json(configMap('a', { uid: 'x'.repeat(300) }), configMap('a', { uid: 'y'.repeat(300) })),
    );
    assert.deepEqual(infoLines(long), [infoLine('a')]);
  });
});

describe('filters', () => {
  const objects = [
    ...['x', 'y', 'z'].map((namespace) => configMap('c', { namespace })),
    { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } },
  ];
  const of = (outcome: Outcome) =>
    infoLines(outcome)
      .map((line) => /namespace="(.)"/.exec(line)?.[1])
      .join('');
  const nodes = ({ lines }: Outcome) => lines.filter((line) => line.startsWith('kube_node_info{')).length;

  it('of namespaces leave cluster-scoped objects alone', async () => {
    for (const [args, expected] of [
      [[], 'xyz'],
      [['--namespaces=x,z,x'], 'xz'],
      [['--namespaces-denylist=x'], 'yz'],
      [['--namespaces=x,y', '--namespaces-denylist=y'], 'x'],
    ] as const) {
      const outcome = await run(args, json(...objects));
      assert.equal(of(outcome), expected);
      assert.equal(nodes(outcome), 1);
      assert.equal(outcome.err, '');
    }
  });

  const pod = (name: string, nodeName?: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'ns', name },
    ...(nodeName === undefined ? {} : { spec: { nodeName } }),
  });

  it('of nodes take pods of that node, or of none', async () => {
    const input = json(pod('a', 'n1'), pod('b', 'n2'), pod('c'), pod('d', ''));
    const names = ({ lines }: Outcome) =>
      lines
        .filter((line) => line.startsWith('kube_pod_info{'))
        .map((line) => /pod="(.)"/.exec(line)?.[1])
        .join('');
    assert.equal(names(await run(['--resources=pods', '--node=n1'], input)), 'a');
    assert.equal(names(await run(['--resources=pods', '--track-unscheduled-pods'], input)), 'cd');
    assert.equal(
      names(await run(['--resources=pods', '--track-unscheduled-pods', '--node=n1'], input)),
      'cd',
    );
    assert.match((await run(['--node=n1'], input)).err, /--node selects pods.*KSE_OPTIONS/s);
  });

  it('of families and label keys mean what they mean to the exporter', async () => {
    const input = json(configMap('a', { labels: { k: 'v' }, annotations: { k: 'v' } }));
    const names = (outcome: Outcome) => outcome.lines.map((line) => line.split('{')[0]);
    assert.deepEqual(names(await run(['--metric-allowlist=configmap_info$'], input)), [
      'kube_configmap_info',
    ]);
    assert.ok(
      !names(await run(['--metric-denylist=configmap_info$'], input)).includes('kube_configmap_info'),
    );
    assert.ok(!names(await run([], input)).includes('kube_configmap_annotations'));
    const { lines } = await run(
      [
        '--metric-opt-in-list=kube_configmap_annotations',
        '--metric-annotations-allowlist=configmaps=[k]',
        '--metric-labels-allowlist=*=[*]',
      ],
      input,
    );
    assert.ok(lines.includes('kube_configmap_annotations{namespace="ns",configmap="a",annotation_k="v"} 1'));
    assert.ok(lines.includes('kube_configmap_labels{namespace="ns",configmap="a",label_k="v"} 1'));
  });

  it('of a number take the first objects of each resource, with uids and without', async () => {
    const outcome = await run(
      ['--object-limit=2'],
      json(...objects, configMap('c', { namespace: 'w', uid: 'u' })),
    );
    assert.equal(of(outcome), 'xy');
    assert.equal(nodes(outcome), 1);
    assert.equal(outcome.code, 0);
    assert.match(outcome.err, /^note: 2 objects of configmaps beyond --object-limit=2$/m);
  });
});

describe('what is not in the output is told', () => {
  const custom = { apiVersion: 'example.com/v1', kind: 'Gadget', metadata: { name: 'g' } };

  it('kinds that nobody knows, once each, and with --strict it is an error', () =>
    withFiles(
      {
        'a.json': json(custom, ...two, custom),
        'b.json': json(custom, { ...custom, apiVersion: 'example.com/v2' }),
      },
      async (path) => {
        const args = ['-f', path('a.json'), '-f', path('b.json')];
        const outcome = await run(args);
        assert.equal(outcome.code, 0);
        assert.deepEqual(outcome.err.trimEnd().split('\n'), [
          `note: 3 objects of unknown kind Gadget, example.com/v1, first in ${path('a.json')}`,
          `note: 1 object of unknown kind Gadget, example.com/v2, first in ${path('b.json')}`,
        ]);
        const strict = await run(['--strict', ...args]);
        assert.equal(strict.code, 1);
        assert.match(strict.err, /^error: 3 objects of unknown kind Gadget/m);
        assert.equal(strict.out, outcome.out);
        assert.deepEqual(infoLines(strict), twoLines);
      },
    ));

  it('kinds in a version or group that is not read, with the one that is', async () => {
    const { err, code, out } = await run(
      [],
      json(
        { apiVersion: 'extensions/v1beta1', kind: 'Ingress', metadata: { name: 'i' } },
        { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: { name: 'h' } },
      ),
    );
    assert.equal(out, '');
    assert.equal(code, 0);
    assert.match(err, /Ingress, extensions\/v1beta1 \(Ingress is read as networking.k8s.io\/v1 only\)/);
    assert.match(err, /\(HorizontalPodAutoscaler is read as autoscaling\/v2 only\)/);
  });

  it('kinds that are off, with the flag that turns them on', async () => {
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { namespace: 'ns', name: 'r' },
    };
    const off = await run([], json(role, role));
    assert.equal(off.code, 0);
    assert.match(
      off.err,
      /^note: 2 objects of kind Role, whose metrics are off \(enable it with --resources=roles/,
    );
    assert.equal((await run(['--strict'], json(role))).code, 1);
    const on = await run(['--resources=roles', '--strict'], json(role));
    assert.equal(on.code, 0);
    assert.ok(on.lines.includes('kube_role_info{namespace="ns",role="r"} 1'));
    const filtered = await run(['--metric-allowlist=kube_pod_'], json(...two));
    assert.match(filtered.err, /2 objects of kind ConfigMap.*no family of it passes the filters/);
  });

  it('duplicates, of which the last one counts: by uid, by name, and by both', async () => {
    const at = (name: string, uid: string | undefined, seconds: number) =>
      configMap(name, {
        ...(uid === undefined ? {} : { uid }),
        creationTimestamp: `2024-01-01T00:00:0${seconds}Z`,
      });
    for (const [first, second] of [
      [at('a', undefined, 1), at('a', undefined, 2)],
      [at('a', 'u', 1), at('a', 'u', 2)],
      [at('a', 'u', 1), at('a', 'v', 2)],
      [at('a', 'u', 1), at('a', undefined, 2)],
      [at('a', undefined, 1), at('a', 'u', 2)],
      [at('old', 'u', 1), at('a', 'u', 2)],
    ] as const) {
      for (const workers of ['1', '3']) {
        const outcome = await run(
          [`--workers=${workers}`],
          json(first, configMap('b', { uid: 'w' }), second),
        );
        assert.deepEqual([...infoLines(outcome)].sort(), twoLines);
        assert.ok(
          outcome.lines.includes('kube_configmap_created{namespace="ns",configmap="a"} 1.704067202e+09'),
          outcome.out,
        );
        assert.equal(outcome.code, 0);
        assert.match(
          outcome.err,
          /^note: 1 object of configmaps replaced by a later one of the same uid or name, the first by ns\/a in <stdin>$/m,
        );
        parseExposition(outcome.out, 'text');
      }
    }
  });

  it('fields of the wrong type, by their path and without their content', async () => {
    const outcome = await run(
      [],
      json({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { namespace: 'ns', name: 'p' },
        spec: { nodeName: ['hunter2'] },
      }),
    );
    assert.equal(outcome.code, 0);
    assert.match(outcome.err, /^note: pods: fields of the wrong type: 1 \(wrong type at spec.nodeName\)$/m);
    assert.ok(!outcome.err.includes('hunter2'));
  });
});

describe('what cannot be read', () => {
  it('is told by its place, and the rest is printed', () =>
    withFiles(
      {
        'a.ndjson': `${JSON.stringify(two[0])}\n{"kind":"ConfigMap",,}\n${JSON.stringify(two[1])}\n`,
        'b.yaml': `${stringify(two[0])}---\n# a comment\nkind: Pod\nx: @\n---\n${stringify(two[1])}`,
        'c.json': `{\n "kind": "List",\n "items": [\n  ${JSON.stringify(two[0])},\n  {"kind": tru},\n  ${JSON.stringify(two[1])}\n ]\n}`,
        'd.ndjson.gz': gzipSync(`${JSON.stringify(two[0])}\n{"kind":"é\n${JSON.stringify(two[1])}\n`),
      },
      async (path) => {
        for (const [file, place, what] of [
          ['a.ndjson', '2:21', 'not JSON: no key'],
          ['b.yaml', '9:4', 'not YAML: '],
          ['c.json', '5:12', 'not JSON: no value'],
          ['d.ndjson.gz', '2:11', 'a line break inside of a string'],
        ] as const) {
          const outcome = await run(['-f', path(file)]);
          assert.equal(outcome.code, 1, file);
          assert.ok(outcome.err.startsWith(`${path(file)}:${place}: ${what}`), outcome.err);
          assert.equal(outcome.err.split('\n').length, 2, outcome.err);
          assert.deepEqual(infoLines(outcome), twoLines);
        }
      },
    ));

  it('is never quoted', async () => {
    for (const text of ['{"hunter2": hunter2}', 'a: "hunter2', '{"a":"hunter2\n', 'hunter2']) {
      const outcome = await run([], `${json(two[0])}\n---\n${text}`);
      assert.equal(outcome.code, 1, text);
      assert.ok(!outcome.err.includes('hunter2'), outcome.err);
    }
  });

  it('may be an object that does not say what it is', async () => {
    const outcome = await run([], json({ metadata: { name: 'x' } }, { kind: 'Pod' }, 7, two[0], [null]));
    assert.equal(outcome.code, 1);
    assert.match(outcome.err, /^<stdin>:1:1: an object without kind$/m);
    assert.match(outcome.err, /^<stdin>:2:1: an object without apiVersion$/m);
    assert.match(outcome.err, /^<stdin>:3:1: neither an object nor a list$/m);
    assert.match(outcome.err, /^<stdin>:5:2: an item that is no object$/m);
    assert.deepEqual(infoLines(outcome), [infoLine('a')]);
  });

  it('may be a list that breaks off before it says of what kind its items are', async () => {
    const broken = `{"items":[{"metadata":{"name":"x"}},{"metadata":`;
    const whole = JSON.stringify({ items: bare, kind: 'ConfigMapList', apiVersion: 'v1' });
    const outcome = await run([], `${broken}\n${whole}\n`);
    assert.equal(outcome.code, 1);
    assert.deepEqual(outcome.err.trimEnd().split('\n'), [
      '<stdin>:1:11: an object without kind',
      '<stdin>:1:37: an object that is cut off: the next one starts before its end',
    ]);
    assert.deepEqual(infoLines(outcome), twoLines);
  });

  it('is counted beyond the first twenty', async () => {
    const outcome = await run([], `${'{"kind":1,}\n'.repeat(50)}${json(...two)}`);
    assert.equal(outcome.code, 1);
    assert.equal(outcome.err.split('\n').length, 22);
    assert.match(outcome.err, /… and 30 more of these\n$/);
    assert.deepEqual(infoLines(outcome), twoLines);
  });

  it('may be a file that is not there, or a folder without files; the others are printed', () =>
    withFiles({ 'a.json': json(...two), 'empty/x.txt': '' }, async (path) => {
      const outcome = await run(['-f', path('none.json'), '-f', path('empty'), '-f', path('a.json')]);
      assert.equal(outcome.code, 1);
      assert.deepEqual(outcome.err.trimEnd().split('\n'), [
        `${path('none.json')}: no such file or folder`,
        `${path('empty')}: no *.json, *.yaml, *.yml or *.ndjson in this folder`,
      ]);
      assert.deepEqual(infoLines(outcome), twoLines);
    }));

  it('may be gzip that is cut off or damaged', async () => {
    const whole = gzipSync(json(...two));
    for (const [bytes, reason] of [
      [whole.subarray(0, whole.length - 9), 'cut off'],
      [Buffer.from(whole.map((byte, i) => (i === whole.length - 6 ? byte ^ 0xff : byte))), 'damaged'],
    ] as const) {
      const outcome = await run([], [bytes]);
      assert.equal(outcome.code, 1);
      assert.match(outcome.err, new RegExp(`^<stdin>: the gzip data is ${reason}$`, 'm'));
    }
  });

  it('may be nothing at all', async () => {
    for (const text of ['', '\n \n', '# a comment\n---\n']) {
      const outcome = await run([], text);
      assert.equal(outcome.code, 1);
      assert.equal(outcome.out, '');
      assert.match(outcome.err, /no object was found in the input/);
    }
  });

  it('is not one empty file among others', () =>
    withFiles({ 'a.json': json(...two), 'b.yaml': '# nothing\n' }, async (path) => {
      const outcome = await run(['-f', path('a.json'), '-f', path('b.yaml')]);
      assert.equal(outcome.code, 0);
      assert.equal(outcome.err, `warning: ${path('b.yaml')}: empty\n`);
    }));
});

it('help goes to the output and a wrong command line to the other', async () => {
  const help = await run(['--help']);
  assert.equal(help.code, 0);
  assert.match(help.out, /^Prints what \/metrics would hold/);
  const wrong = await run(['--port=1']);
  assert.equal(wrong.code, 1);
  assert.equal(wrong.out, '');
  assert.match(wrong.err, /--port has no meaning for render\nKSE_OPTIONS: /);
  assert.equal(samples(wrong.out).length, 0);
});
