import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { negotiateEncoding, negotiateFormat } from '../../../src/main/http/negotiate.ts';

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const OM1 = 'application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=';
const OM0 = 'application/openmetrics-text; version=0.0.1; charset=utf-8; escaping=';
const PROTO = 'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited';

const FORMATS: readonly [what: string, accept: string | undefined, contentType: string][] = [
  ['nothing', undefined, TEXT],
  ['an empty header', '', TEXT],
  ['anything', '*/*', TEXT],
  ['a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', TEXT],
  [
    'Prometheus 3',
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
    `${OM1}allow-utf-8`,
  ],
  [
    'Prometheus 2',
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    `${OM1}underscores`,
  ],
  ['OpenMetrics without a version', 'application/openmetrics-text', `${OM0}underscores`],
  ['OpenMetrics 0.0.1', 'application/openmetrics-text; version=0.0.1', `${OM0}underscores`],
  ['a version of OpenMetrics that there isn’t', 'application/openmetrics-text;version=2.0.0', TEXT],
  ['a quoted version', 'application/openmetrics-text; version="1.0.0"', `${OM1}underscores`],
  ['upper case', 'APPLICATION/OpenMetrics-Text;Version=1.0.0', `${OM1}underscores`],
  ['text rather than OpenMetrics', 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain', TEXT],
  [
    'text of another version, then OpenMetrics',
    'text/plain;version=1.0.0,application/openmetrics-text;q=0.1',
    `${OM0}underscores`,
  ],
  [
    'OpenMetrics before an equal wildcard',
    '*/*,application/openmetrics-text;version=1.0.0',
    `${OM1}underscores`,
  ],
  [
    'a better wildcard, which decides nothing',
    '*/*;q=0.9,application/openmetrics-text;q=0.1',
    `${OM0}underscores`,
  ],
  ['the protobuf format first', `${PROTO},application/openmetrics-text;version=1.0.0;q=0.5`, TEXT],
  [
    'some other protobuf first',
    'application/vnd.google.protobuf,application/openmetrics-text;version=1.0.0;q=0.5',
    `${OM1}underscores`,
  ],
  ['OpenMetrics that is not acceptable', 'application/openmetrics-text;version=1.0.0;q=0', TEXT],
  ['a q that is no number', 'application/openmetrics-text;version=1.0.0;q=high', TEXT],
  [
    'an escaping scheme that there isn’t',
    'application/openmetrics-text;version=1.0.0;escaping=magic',
    `${OM1}underscores`,
  ],
  [
    'a scheme on an entry that was passed over',
    'text/plain;version=1.0.0;escaping=dots,application/openmetrics-text;q=0.5',
    `${OM0}dots`,
  ],
  [
    'a scheme on an entry that was not reached',
    'application/openmetrics-text;version=1.0.0,text/plain;escaping=dots;q=0.5',
    `${OM1}underscores`,
  ],
  ['nonsense', ';;,=;q,,/', TEXT],
];

describe('the format for', () => {
  for (const [what, accept, contentType] of FORMATS) {
    it(`${what} is ${contentType.split(';')[0]}`, () => {
      const negotiated = negotiateFormat(accept);
      assert.equal(negotiated.contentType, contentType);
      assert.equal(negotiated.format, contentType === TEXT ? 'text' : 'openmetrics');
    });
  }
});

const ENCODINGS: readonly [header: string | undefined, encoding: 'gzip' | 'identity'][] = [
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip', 'gzip'],
  ['GZIP', 'gzip'],
  ['x-gzip', 'gzip'],
  ['gzip;q=0.1', 'gzip'],
  ['gzip;q=0', 'identity'],
  ['gzip; q=0.000', 'identity'],
  ['gzip;q=0, *', 'identity'],
  ['*', 'gzip'],
  ['*;q=0', 'identity'],
  ['deflate, br', 'identity'],
  ['deflate, gzip;q=1.0, *;q=0.5', 'gzip'],
  ['identity', 'identity'],
  ['gzip;q=0.5, identity', 'identity'],
  ['gzip, identity;q=0.5', 'gzip'],
  ['identity;q=0, gzip', 'gzip'],
  ['notgzip', 'identity'],
  ['gzipped', 'identity'],
];

describe('the encoding for', () => {
  for (const [header, encoding] of ENCODINGS) {
    it(`${header === undefined ? 'no header' : JSON.stringify(header)} is ${encoding}`, () => {
      assert.equal(negotiateEncoding(header), encoding);
    });
  }
});
