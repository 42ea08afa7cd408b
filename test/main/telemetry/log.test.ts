import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { createLog, type Log, type LogLevel, logLevelOf, redact } from '../../../src/main/telemetry/log.ts';
import { CodedError } from '../../../src/protocol/coded-error.ts';
import { moduleFile } from '../../support/paths.ts';

function collect(format: 'json' | 'klog', level: LogLevel = 'info'): { log: Log; lines: string[] } {
  const lines: string[] = [];
  return { log: createLog({ level, format, write: (line) => void lines.push(line) }), lines };
}

describe('a log in JSON', () => {
  it('has one line an entry, with level, time, fields and message', () => {
    const { log, lines } = collect('json');
    log.child({ part: 'kube' }).warn('watch ended', { resource: 'pods', after: 3 });
    assert.equal(lines.length, 1);
    const { time, ...rest } = JSON.parse(lines[0] ?? '');
    assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(rest, {
      level: 'warn',
      part: 'kube',
      resource: 'pods',
      after: 3,
      message: 'watch ended',
    });
  });

  it('has what an error says, its causes, code and hint, and the stack of a bug only', () => {
    const { log, lines } = collect('json');
    log.error(
      'cannot start',
      {},
      new CodedError('KSE_LISTEN', 'no port', { cause: new Error('in use'), hint: 'Wait.' }),
    );
    log.error('bug', {}, new TypeError('x is undefined'));
    const [ours, bug] = lines.map((line) => JSON.parse(line));
    assert.equal(ours.error, 'no port: in use');
    assert.equal(ours.code, 'KSE_LISTEN');
    assert.equal(ours.hint, 'Wait.');
    assert.equal(ours.stack, undefined);
    assert.match(bug.stack, /TypeError: x is undefined\n/);
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = collect('json', 'warn');
    log.info('a');
    log.debug('b');
    log.warn('c');
    assert.equal(lines.length, 1);
  });
});

describe('a log in the manner of klog', () => {
  it('has a severity letter, the time, the part, and quoted pairs', () => {
    const { log, lines } = collect('klog', 'debug');
    log.child({ part: 'http' }).info('listening "here"', { port: 8080, host: '::', on: true });
    assert.match(
      lines[0] ?? '',
      /^I\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ http\] "listening \\"here\\"" port=8080 host="::" on=true\n$/,
    );
    log.error('gone', {}, new Error('two\nlines'));
    assert.match(lines[1] ?? '', /^E.* main\] "gone" error="two\\nlines" stack=".*"\n$/);
  });
});

describe('secrets', () => {
  const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW0ifQ.c2lnbmF0dXJl';
  for (const [what, text, clean] of [
    ['a bearer token', `Authorization: Bearer abcdefgh12345`, 'Authorization: Bearer [redacted]'],
    ['basic credentials', `authorization: basic dXNlcjpwYXNz`, 'authorization: basic [redacted]'],
    ['a service account token', `got ${TOKEN} back`, 'got [redacted] back'],
    ['a password in a URL', 'https://me:secret@host/path', 'https://[redacted]@host/path'],
    ['nothing of the kind', 'mail to a@b.c about Bearer of news', 'mail to a@b.c about Bearer of news'],
  ] as const) {
    it(`are taken out: ${what}`, () => {
      assert.equal(redact(text), clean);
    });
  }

  it('are in no line, wherever they were put', () => {
    for (const format of ['json', 'klog'] as const) {
      const { log, lines } = collect(format);
      log.child({ a: TOKEN }).warn(`m ${TOKEN}`, { b: `Bearer ${TOKEN}` }, new Error(TOKEN));
      assert.equal(lines.length, 1);
      assert.ok(!lines[0]?.includes('eyJ'), lines[0]);
    }
  });
});

describe('the level', () => {
  it('is --log-level, or debug from -v=4 on', () => {
    assert.equal(logLevelOf({ logLevel: 'warn', v: 3 }), 'warn');
    assert.equal(logLevelOf({ logLevel: 'warn', v: 4 }), 'debug');
  });
});

describe('stderr', () => {
  it('has every line, also when the process exits at once', () => {
    const module = moduleFile('src/main/telemetry/log');
    const script = `
      const { createLog } = await import(${JSON.stringify(module)});
      const log = createLog({ level: 'info', format: 'json' });
      for (let i = 0; i < 500; i++) log.info('line', { i });
      process.exit(3);`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    assert.equal(child.status, 3);
    assert.equal(child.stdout, '');
    assert.equal(child.stderr.trim().split('\n').length, 500);
  });
});
