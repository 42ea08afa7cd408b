import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { ipFamily } from '../../../src/workers/kube/ip.ts';

for (const text of [
  '10.0.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '::ffff:10.0.0.1',
  '::FFFF:a00:1',
  '0:0:0:0:0:ffff:1.2.3.4',
  '::ffff:1.2.3.4%eth0',
]) {
  test(`${text} is IPv4`, () => assert.equal(ipFamily(text), '4'));
}
for (const text of [
  '::',
  '::1',
  '1::',
  'fe80::1%eth0',
  'fe80::1%a b',
  '1:2:3:4:5:6:7:8',
  '1:2:3:4:5:6:7::',
  '::2:3:4:5:6:7:8',
  '::10.0.0.1',
  '1:2:3:4:5:6:1.2.3.4',
  '64:ff9b::1.2.3.4',
  '::1:ffff:10.0.0.1',
]) {
  test(`${text} is IPv6`, () => assert.equal(ipFamily(text), '6'));
}
for (const text of [
  '',
  '1',
  '1.2.3',
  '1.2.3.4.5',
  '01.2.3.4',
  '1.2.3.256',
  '1.2.3.4%eth0',
  '1.2.3.4:80',
  '.1.2.3',
  ':',
  ':::',
  '1:::2',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7:8::',
  '::1%',
  '12345::',
  '::1.2.3',
  '::01.2.3.4',
  '1.2.3.4::',
  '1:2:3:4:5:6:7:1.2.3.4',
  ':1::',
  '1:',
  'g::',
  ' ::1',
  '::1 ',
  '[::1]',
  'fe80%eth0:1',
]) {
  test(`${JSON.stringify(text)} is no address`, () => assert.equal(ipFamily(text), undefined));
}

test('every address of Node is one, with its family', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const mapped = /^(?:0*:)*:?ffff:/i.test(text) ? ['4', '6'] : [`${isIP(text)}`];
      assert.ok(mapped.includes(ipFamily(text) ?? ''), text);
    }),
    { numRuns: 2000 },
  );
});
