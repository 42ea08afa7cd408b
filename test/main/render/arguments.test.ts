import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readArguments, usage } from '../../../src/main/render/arguments.ts';
import { codeOf } from '../../../src/protocol/coded-error.ts';

function read(...args: string[]) {
  const command = readArguments(args);
  assert.equal(command.kind, 'render');
  return command;
}

function refusal(...args: string[]): string {
  try {
    readArguments(args);
  } catch (error) {
    assert.equal(codeOf(error), 'KSE_OPTIONS');
    return error instanceof Error ? error.message : '';
  }
  assert.fail(`accepted: ${args.join(' ')}`);
}

describe('the arguments of render', () => {
  it('are standard input and text unless said otherwise', () => {
    const { files, format, strict } = read();
    assert.deepEqual({ files, format, strict }, { files: ['-'], format: 'text', strict: false });
  });

  it('name files in every way that flags are written', () => {
    const { files } = read('-f', 'a', '-fb', '-f=c', '--filename', 'd', '--filename=e', '-f', '-');
    assert.deepEqual(files, ['a', 'b', 'c', 'd', 'e', '-']);
  });

  it('take the filters of the exporter, and its meaning of them', () => {
    const { options, strict } = read(
      ...['--resources', 'pods', '--node=n1', '--namespaces=a,b', '--namespaces', 'c', '--strict'],
      ...[
        '--metric-labels-allowlist=pods=[*]',
        '--object-limit',
        '7',
        '--workers=3',
        '--format',
        'openmetrics',
      ],
    );
    assert.deepEqual(options.resources, ['pods']);
    assert.deepEqual(options.namespaces, ['a', 'b', 'c']);
    assert.deepEqual(options.metricLabelsAllowlist, { pods: ['*'] });
    assert.deepEqual([options.node, options.objectLimit, options.workers, strict], ['n1', 7, 3, true]);
  });

  it('enable what the exporter enables by default', () => {
    const { options } = read();
    assert.ok(options.resources.includes('pods'));
    assert.ok(!options.resources.includes('roles'));
  });

  for (const [args, message] of [
    [['--port=1'], /--port has no meaning for render/],
    [['--kubeconfig', 'x'], /--kubeconfig has no meaning/],
    [['--shard', '1'], /--shard has no meaning/],
    [['--metric-allowlis=x'], /unknown flag.*did you mean --metric-allowlist/],
    [['--resources=pots'], /unknown resource "pots"/],
    [['--node=n'], /--node selects pods/],
    [['--metric-allowlist=a', '--metric-denylist=b'], /exclude each other/],
    [['pods.json'], /stray argument "pods.json"; files are given with -f/],
    [['--format=json'], /"json" is none of text, openmetrics/],
    [['--strict=x'], /neither true nor false/],
    [['-f'], /--filename: a value is missing/],
    [['-f', '-', '-f', '-'], /standard input can be read once/],
    [['--port=1', '--format=x'], /--port.*\n.*--format/s],
  ] as const) {
    it(`are refused: ${args.join(' ')}`, () => assert.match(refusal(...args), message));
  }

  it('ask for help in every usual way', () => {
    for (const arg of ['--help', '-h', 'help']) assert.deepEqual(readArguments([arg]), { kind: 'help' });
    for (const flag of ['--filename', '--format', '--strict', '--resources', '--workers', '--node']) {
      assert.ok(usage().includes(`${flag} `) || usage().includes(`${flag}\n`), flag);
    }
    assert.ok(!usage().includes('--kubeconfig'));
  });
});
