import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseExposition, parseSample, seriesOf } from './exposition.ts';

const family = (...lines: string[]) => `${['# HELP a Help.', '# TYPE a gauge', ...lines].join('\n')}\n`;

test('a well-formed exposition is read in full', () => {
  const text = family('a{x="1"} 1', 'a{x="\\\\ \\" \\n"} 1.5e+09', 'a -6.21355968e+10');
  const [first] = parseExposition(text, 'text');
  assert.equal(first?.name, 'a');
  assert.equal(first.type, 'gauge');
  assert.equal(first.help, 'Help.');
  assert.deepEqual(
    first.samples.map(({ labels }) => labels.get('x')),
    ['1', '\\ " \n', undefined],
  );
  assert.deepEqual(parseExposition(`${text}# EOF\n`, 'openmetrics'), parseExposition(text, 'text'));
});

const broken: readonly (readonly [why: string, text: string, message: RegExp])[] = [
  ['a line without an end', family('a 1').slice(0, -1), /no end/],
  [
    'a family in two places',
    `${family('a 1')}# HELP b B\n# TYPE b gauge\n${family('a{x="1"} 2')}`,
    /second place/,
  ],
  ['a series that stands twice', family('a{x="1",y="2"} 1', 'a{y="2",x="1"} 1'), /before/],
  ['a sample before its TYPE', '# HELP a A\na 1\n', /without HELP and TYPE/],
  ['TYPE without HELP', '# TYPE a gauge\n', /does not follow/],
  ['HELP without TYPE', '# HELP a A\n', /without TYPE/],
  ['a sample of another family', family('b 1'), /not of family a/],
  ['a type that does not exist', '# HELP a A\n# TYPE a info\n', /no such type/],
  ['an unknown escape in HELP', '# HELP a \\"\n# TYPE a gauge\n', /no such escape/],
  ['another comment', '# EOF\n', /neither/],
];
for (const [why, text, message] of broken) {
  test(`${why} is refused`, () => assert.throws(() => parseExposition(text, 'text'), message));
}

test('OpenMetrics must end with # EOF and escape quotes in HELP', () => {
  assert.throws(() => parseExposition(family('a 1'), 'openmetrics'), /EOF/);
  assert.throws(() => parseExposition('# HELP a "x"\n# TYPE a gauge\n# EOF\n', 'openmetrics'), /bare quote/);
  assert.equal(parseExposition('# HELP a \\"x\\"\n# TYPE a gauge\n# EOF\n', 'openmetrics')[0]?.help, '"x"');
});

test('an OpenMetrics counter has samples ending in _total, and none without', () => {
  const counter = (sample: string) => `# HELP a A\n# TYPE a counter\n${sample} 1\n# EOF\n`;
  assert.equal(parseExposition(counter('a_total'), 'openmetrics').length, 1);
  assert.throws(() => parseExposition(counter('a'), 'openmetrics'), /not of family/);
});

for (const line of [
  '1a 1',
  'a{} 1',
  'a{x="1",} 1',
  'a{x="1" } 1',
  'a{ x="1"} 1',
  'a{x="1",x="2"} 1',
  'a{1x="1"} 1',
  'a{x="\\q"} 1',
  'a{x="} 1',
  'a{x="1"}1',
  'a{x="1"}  1',
  'a  1',
  'a 1 1700000000',
  'a 1e',
  'a 1.',
  'a inf',
  'a ',
  '',
]) {
  test(`${JSON.stringify(line)} is no sample`, () => assert.throws(() => parseSample(line)));
}

test('a series is known by its labels whatever their order', () => {
  assert.equal(seriesOf(parseSample('a{x="1",y="2"} 1')), seriesOf(parseSample('a{y="2",x="1"} 5')));
  assert.notEqual(seriesOf(parseSample('a{x="1"} 1')), seriesOf(parseSample('a{x="2"} 1')));
});
