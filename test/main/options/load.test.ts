import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadOptions, type ResourceName } from '../../../src/main/options/load.ts';
import { camel, type OptionRow } from '../../../src/main/options/row.ts';
import { IGNORED, OPTIONS, type Options, UNSUPPORTED } from '../../../src/main/options/table.ts';
import { CodedError } from '../../../src/protocol/coded-error.ts';

const RESOURCES: readonly ResourceName[] = [
  { name: 'pods', default: true },
  { name: 'nodes', default: true },
  { name: 'endpoints', default: false },
];

function run(...args: string[]): { options: Options; warnings: readonly string[] } {
  const command = loadOptions(args, RESOURCES);
  assert.equal(command.kind, 'run');
  return command;
}

/** The lines of the one error that a command line gives. */
function problems(...args: string[]): string[] {
  try {
    loadOptions(args, RESOURCES);
  } catch (error) {
    assert.ok(error instanceof CodedError);
    assert.equal(error.code, 'KSE_OPTIONS');
    return error.message
      .replace(/^the command line cannot be used: /, '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }
  assert.fail(`accepted: ${args.join(' ')}`);
}

type Case = {
  readonly good: readonly [text: string, value: unknown][];
  readonly bad: readonly [text: string, says: RegExp][];
};

const NAMESPACES: Case = {
  good: [
    ['a', ['a']],
    ['a, b,,a', ['a', 'b']],
    ['', []],
  ],
  bad: [
    ['Upper', /"Upper" cannot be the name of a namespace/],
    ['a/b', /"a\/b" cannot be/],
    ['-a', /cannot be/],
    ['a'.repeat(64), /cannot be/],
  ],
};
const STRING: Case = {
  good: [
    ['x', 'x'],
    ['', ''],
  ],
  bad: [],
};
const SWITCH: Case = {
  good: [
    ['true', true],
    ['false', false],
    ['1', true],
    ['F', false],
  ],
  bad: [
    ['yes', /"yes" is neither true nor false/],
    ['', /neither/],
  ],
};
const PORT: Case = {
  good: [
    ['0', 0],
    ['65535', 65_535],
  ],
  bad: [
    ['65536', /65536 is not between 0 and 65535/],
    ['-1', /not between/],
    ['http', /not a whole number/],
    ['80.5', /not a whole/],
    ['', /not a whole/],
  ],
};
const TIMEOUT: Case = {
  good: [
    ['0', 0],
    ['1m30s', 90_000],
    ['500ms', 500],
    ['1.5s', 1500],
  ],
  bad: [
    ['5', /"5" is not a duration/],
    ['-1s', /-1s is not between 0s and 1h/],
    ['2h', /not between/],
    ['', /not a duration/],
  ],
};
const ECMASCRIPT: Case = {
  good: [['^kube_pod_,(?!kube_node).*', ['^kube_pod_', '(?!kube_node).*']]],
  bad: [['kube_(', /Invalid regular expression/]],
};
const ALLOWLIST: Case = {
  good: [
    ['pods=[a,b],nodes=[*]', { pods: ['a', 'b'], nodes: ['*'] }],
    [' pods =[ a , b ]', { pods: ['a', 'b'] }],
    ['*=[x/*]', { '*': ['x/*'] }],
    ['pods=[]', { pods: [] }],
    ['pods=[a],pods=[b]', { pods: ['b'] }],
    ['', {}],
  ],
  bad: [
    ['pods', /expected resource=\[key,...\] at character 1/],
    ['pods=a', /expected/],
    ['pods[a]', /expected/],
    ['pods=[a', /expected/],
    ['pods=[a],', /expected .* at character 10/],
    [',pods=[a]', /expected/],
    ['pods=[a]nodes=[b]', /comma or the end at character 9/],
    ['pods=[a,]', /an empty key/],
    ['pods=[a,,b]', /an empty key/],
    ['pods=[a=b]', /expected/],
    ['pods=[[a]]', /expected/],
    ['=[a]', /no resource before =/],
    ['pods=[a*b*]', /more than one \* in the key "a\*b\*"/],
    ['services=[a]', /unknown resource "services"; known are endpoints, nodes, pods/],
    ['__proto__=[a]', /unknown resource "__proto__"/],
  ],
};

/** A good and a bad value for every option there is. */
const CASES: { readonly [R in (typeof OPTIONS)[number]['flag']]: Case } = {
  apiserver: {
    good: [
      ['http://127.0.0.1:8001', 'http://127.0.0.1:8001'],
      ['', ''],
    ],
    bad: [
      ['127.0.0.1:8001', /not an http:\/\//],
      ['ftp://x', /not an http/],
    ],
  },
  kubeconfig: STRING,
  'kube-api-content-type': {
    good: [['json', 'json']],
    bad: [['xml', /"xml" is none of auto, protobuf, json/]],
  },
  'use-apiserver-cache': SWITCH,
  'object-limit': {
    good: [
      ['0', 0],
      ['500', 500],
    ],
    bad: [
      ['-1', /not between/],
      ['1e3', /not a whole number/],
    ],
  },
  resources: {
    good: [
      ['nodes, pods,nodes', ['nodes', 'pods']],
      ['endpoints', ['endpoints']],
      ['', ['pods', 'nodes']],
    ],
    bad: [['pods,pod', /unknown resource "pod"; known are endpoints, nodes, pods/]],
  },
  namespaces: NAMESPACES,
  'namespaces-denylist': NAMESPACES,
  node: { good: [['', '']], bad: [] },
  'track-unscheduled-pods': { good: [['false', false]], bad: [['maybe', /neither/]] },
  'metric-allowlist': ECMASCRIPT,
  'metric-denylist': ECMASCRIPT,
  'metric-opt-in-list': {
    good: [['kube_(?P<x>pod)_', ['kube_(?P<x>pod)_']]],
    bad: [
      ['(?=x)', /"\(\?=x\)": /],
      ['a(', /missing/],
    ],
  },
  'metric-labels-allowlist': ALLOWLIST,
  'metric-annotations-allowlist': ALLOWLIST,
  host: STRING,
  port: PORT,
  'telemetry-host': STRING,
  'telemetry-port': PORT,
  'enable-gzip-encoding': SWITCH,
  'server-read-timeout': TIMEOUT,
  'server-read-header-timeout': TIMEOUT,
  'server-write-timeout': TIMEOUT,
  'server-idle-timeout': { good: [['24h', 86_400_000]], bad: [['25h', /not between 0s and 24h/]] },
  'max-concurrent-scrapes': { good: [['1', 1]], bad: [['0', /not between 1 and/]] },
  'max-pinned-bytes': { good: [['1048576', 1_048_576]], bad: [['1', /not between/]] },
  workers: { good: [['4', 4]], bad: [['65', /not between 0 and 64/]] },
  'publish-interval': { good: [['1s', 1000]], bad: [['0', /0 is not between 1ms and 1m/]] },
  'shutdown-timeout': { good: [['0s', 0]], bad: [['soon', /not a duration/]] },
  'log-level': { good: [['debug', 'debug']], bad: [['trace', /none of error, warn, info, debug/]] },
  'log-format': { good: [['klog', 'klog']], bad: [['text', /none of/]] },
  v: { good: [['4', 4]], bad: [['x', /not a whole number/]] },
};

describe('the value of each option', () => {
  for (const row of OPTIONS as readonly OptionRow[]) {
    const { good, bad } = CASES[row.flag as keyof typeof CASES];
    for (const [text, value] of good) {
      it(`--${row.flag}=${text} is taken`, () => {
        assert.deepEqual({ ...run(`--${row.flag}=${text}`).options }[camel(row.flag)], value);
      });
    }
    for (const [text, says] of bad) {
      it(`--${row.flag}=${text} is refused`, () => {
        const lines = problems(`--${row.flag}=${text}`);
        assert.equal(lines.length, 1);
        assert.match(lines[0] ?? '', says);
        assert.ok(lines[0]?.startsWith(`--${row.flag}: `), lines[0]);
      });
    }
  }
});

describe('the defaults', () => {
  it('are those of the table, with the default resources put in', () => {
    const { options, warnings } = run();
    assert.deepEqual(options.resources, ['pods', 'nodes']);
    assert.equal(options.port, 8080);
    assert.equal(options.serverIdleTimeout, 300_000);
    assert.deepEqual(warnings, []);
    for (const row of OPTIONS as readonly OptionRow[]) {
      if (row.flag !== 'resources') assert.deepEqual({ ...options }[camel(row.flag)], row.default);
    }
  });

  it('lie in the ranges of the table', () => {
    for (const row of OPTIONS as readonly OptionRow[]) {
      if (row.type === 'int' || row.type === 'duration') {
        assert.ok(row.default >= row.min && row.default <= row.max, row.flag);
      }
      if (row.type === 'choice') assert.ok(row.values.includes(row.default), row.flag);
    }
  });

  it('and what is given are frozen through and through', () => {
    const { options } = run('--metric-labels-allowlist=pods=[a]', '--namespaces=x');
    assert.ok(Object.isFrozen(options));
    assert.ok(Object.isFrozen(options.namespaces));
    assert.ok(Object.isFrozen(options.metricLabelsAllowlist.pods));
  });
});

describe('the forms of a command line', () => {
  it('takes a value after a space, also one that begins with a dash', () => {
    assert.equal(run('--host', '-x').options.host, '-x');
    assert.equal(run('--port', '9').options.port, 9);
  });

  it('takes a switch without a value as true, and never the next argument', () => {
    assert.equal(run('--use-apiserver-cache').options.useApiserverCache, true);
    assert.deepEqual(problems('--use-apiserver-cache', 'false'), ['stray argument "false"']);
  });

  it('takes -v in its three forms', () => {
    for (const args of [['-v', '4'], ['-v4'], ['-v=4'], ['--v', '4'], ['--v=4']]) {
      assert.equal(run(...args).options.v, 4, args.join(' '));
    }
  });

  it('joins lists that are given twice, and takes the last of anything else', () => {
    const { options } = run('--namespaces=a,b', '--port=1', '--namespaces', 'b,c', '--port', '2');
    assert.deepEqual(options.namespaces, ['a', 'b', 'c']);
    assert.equal(options.port, 2);
  });

  it('takes the last of two label allow-lists, and warns of it', () => {
    const { options, warnings } = run(
      '--metric-labels-allowlist=pods=[a]',
      '--metric-labels-allowlist=nodes=[b]',
    );
    assert.deepEqual(options.metricLabelsAllowlist, { nodes: ['b'] });
    assert.deepEqual(warnings, ['--metric-labels-allowlist is given 2 times: only the last one counts']);
  });

  it('knows help and version, as flags and as commands, whatever else is there', () => {
    for (const args of [['--help'], ['-h'], ['help'], ['--bogus', '-h']]) {
      assert.deepEqual(loadOptions(args, RESOURCES), { kind: 'help' }, args.join(' '));
    }
    for (const args of [['--version'], ['version']]) {
      assert.deepEqual(loadOptions(args, RESOURCES), { kind: 'version' });
    }
    assert.deepEqual(problems('--port=1', 'version'), ['stray argument "version"']);
  });
});

describe('what is refused', () => {
  it('is all of it in one error', () => {
    assert.deepEqual(
      problems('--prot=1', 'x', '--port=x', '--workers=-1', '--resources=foo', '--pod=p', '--host'),
      [
        'unknown flag "--prot=1"; did you mean --port?',
        'stray argument "x"',
        '--pod is not supported: this version is one exporter for the whole cluster; split it by --namespaces or --node',
        '--host: a value is missing',
        '--resources: unknown resource "foo"; known are endpoints, nodes, pods',
        '--port: "x" is not a whole number',
        '--workers: -1 is not between 0 and 64',
      ],
    );
  });

  it('is an unknown flag once, together with its value', () => {
    assert.deepEqual(problems('--metrics-allowlist', 'kube_pod'), [
      'unknown flag "--metrics-allowlist"; did you mean --metric-allowlist?',
    ]);
    assert.deepEqual(problems('--zzzzzzzz'), ['unknown flag "--zzzzzzzz"']);
    assert.deepEqual(problems('--__proto__=1'), ['unknown flag "--__proto__=1"']);
  });

  it('is a long flag with one dash', () => {
    assert.deepEqual(problems('-port=9'), ['unknown flag "-port=9"; did you mean --port?']);
  });

  it('is a stray argument, also after --', () => {
    assert.deepEqual(problems('--', '--port=1'), ['stray argument "--port=1"']);
    assert.deepEqual(problems('completion'), [
      'stray argument "completion"; shell completion is not supported',
    ]);
  });

  for (const row of UNSUPPORTED) {
    it(`is --${row.flag} of kube-state-metrics, unless it asks for nothing`, () => {
      const asks = row.type === 'bool' ? `--${row.flag}` : `--${row.flag}=7`;
      assert.deepEqual(problems(asks), [`--${row.flag} is not supported: ${row.because}`]);
      run(`--${row.flag}=${row.harmless}`);
    });
  }

  it('is an allow-list beside a deny-list', () => {
    assert.match(problems('--metric-allowlist=a', '--metric-denylist=b')[0] ?? '', /exclude each other/);
  });

  it('is one port for both listeners', () => {
    assert.match(problems('--port=9', '--telemetry-port=9')[0] ?? '', /both 9/);
    run('--port=0', '--telemetry-port=0');
    run('--port=9', '--telemetry-port=9', '--host=127.0.0.1');
  });

  for (const flag of ['--node=n1', '--track-unscheduled-pods']) {
    it(`is ${flag} while anything but pods is enabled`, () => {
      assert.match(
        problems(flag)[0] ?? '',
        /selects pods, but 1 other resources are enabled: add --resources=pods/,
      );
      run(flag, '--resources=pods');
    });
  }
});

describe('what only draws a warning', () => {
  it('is every flag of klog and of the Go runtime, in one line', () => {
    const { warnings } = run(
      ...IGNORED.map(({ flag, type }) => (type === 'bool' ? `--${flag}` : `--${flag}=1`)),
    );
    assert.equal(warnings.length, 1);
    for (const { flag } of IGNORED) assert.ok(warnings[0]?.includes(`--${flag}`), flag);
    assert.deepEqual(run('--logtostderr=true', '--stderrthreshold', '0').warnings, [
      'flags of kube-state-metrics without effect here: --logtostderr, --stderrthreshold',
    ]);
  });

  it('is --node beside --track-unscheduled-pods', () => {
    const { warnings } = run('--resources=pods', '--node=n', '--track-unscheduled-pods');
    assert.match(warnings[0] ?? '', /--node has no effect/);
  });
});
