import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findZone, localTime, unixSeconds, type Zone } from '../../../src/workers/kube/cron-zone.ts';
import { ZONE_ALIASES } from '../../../src/workers/kube/cron-zone-names.ts';

const HOUR = 3_600;

function zone(name: string): Zone {
  const found = findZone(name);
  assert.ok(found, name);
  return found;
}

function at(text: string): number {
  return Date.parse(text) / 1000;
}

describe('a time zone', () => {
  it('has the offset of each time, to the second of a change', () => {
    const berlin = zone('Europe/Berlin');
    assert.equal(berlin.offsetAt(at('2026-03-29T00:59:59Z')), HOUR);
    assert.equal(berlin.offsetAt(at('2026-03-29T01:00:00Z')), 2 * HOUR);
    assert.equal(berlin.offsetAt(at('2026-10-25T00:59:59Z')), 2 * HOUR);
    assert.equal(berlin.offsetAt(at('2026-10-25T01:00:00Z')), HOUR);
    assert.equal(zone('America/St_Johns').offsetAt(at('2026-01-01T00:00:00Z')), -3.5 * HOUR);
    assert.equal(zone('Africa/Monrovia').offsetAt(0), -(44 * 60 + 30));
    assert.equal(zone('Etc/GMT+5').offsetAt(0), -5 * HOUR);
    assert.equal(zone('').offsetAt(0), 0);
  });

  it('agrees with what Intl shows, whatever was asked before', () => {
    const newYork = zone('America/New_York');
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: 'America/New_York',
      hourCycle: 'h23',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    const utc = new Intl.DateTimeFormat('en-US', {
      timeZone: 'UTC',
      hourCycle: 'h23',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    // 1,999 steps of about 9 days and 5 hours: more spans than are remembered.
    for (let time = 0; time < 50 * 365 * 86_400; time += 797_777) {
      assert.equal(utc.format((time + newYork.offsetAt(time)) * 1000), format.format(time * 1000));
    }
  });

  it('is found by its exact name only', () => {
    for (const name of ['Europe/Kyiv', 'Europe/Kiev', 'Asia/Kolkata', 'US/Pacific', 'EST5EDT', 'GB', 'UTC']) {
      assert.ok(findZone(name), name);
    }
    for (const name of [
      'utc',
      'europe/berlin',
      'Europe',
      'PST',
      'IST',
      '+01:00',
      'local',
      ' UTC',
      'constructor',
    ]) {
      assert.equal(findZone(name), undefined, name);
    }
  });

  it('is there for every name in the table', () => {
    for (const name of ZONE_ALIASES) assert.ok(Number.isInteger(zone(name).offsetAt(0)), name);
  });

  it('is still right after more zones were used than are kept', () => {
    const names = Intl.supportedValuesOf('timeZone');
    assert.ok(names.length > 100);
    for (const name of names) assert.ok(Number.isInteger(zone(name).offsetAt(0)), name);
    assert.equal(zone('Asia/Kathmandu').offsetAt(at('2026-01-01T00:00:00Z')), 5.75 * HOUR);
  });
});

describe('clock time', () => {
  const clock = (text: string) => {
    const date = new Date(`${text}Z`);
    return {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
      weekday: date.getUTCDay(),
    };
  };

  it('is what the zone shows', () => {
    assert.deepEqual(
      localTime(at('2026-06-30T22:15:42Z'), zone('Europe/Berlin')),
      clock('2026-07-01T00:15:42'),
    );
    assert.deepEqual(localTime(at('1969-12-31T23:59:59Z'), zone('UTC')), clock('1969-12-31T23:59:59'));
  });

  it('leads back to its second', () => {
    for (const name of [
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
    ]) {
      for (let time = at('2026-01-01T00:00:00Z'); time < at('2027-01-01T00:00:00Z'); time += 7 * HOUR + 1) {
        const back = unixSeconds(localTime(time, zone(name)), zone(name));
        // In the hour that comes twice either answer shows the same clock time.
        assert.deepEqual(localTime(back, zone(name)), localTime(time, zone(name)));
      }
    }
  });

  it('carries what is beyond a unit', () => {
    const utc = zone('UTC');
    assert.equal(unixSeconds({ ...clock('2026-01-31T00:00:00'), month: 2 }, utc), at('2026-03-03T00:00:00Z'));
    assert.equal(unixSeconds({ ...clock('2026-12-31T00:00:00'), day: 32 }, utc), at('2027-01-01T00:00:00Z'));
    assert.equal(unixSeconds({ ...clock('2026-01-01T00:00:00'), year: 50 }, utc), at('0050-01-01T00:00:00Z'));
  });

  it('that does not exist is moved by the gap, in the direction that Go moves it', () => {
    // Later in New York and Berlin's like; what decides is the offset of the same time in UTC.
    assert.equal(
      unixSeconds(clock('2026-03-29T02:30:00'), zone('Europe/Berlin')),
      at('2026-03-29T01:30:00Z'),
    );
    assert.equal(
      unixSeconds(clock('2026-03-08T02:30:00'), zone('America/New_York')),
      at('2026-03-08T06:30:00Z'),
    );
    assert.equal(
      unixSeconds(clock('2018-11-04T00:00:00'), zone('America/Sao_Paulo')),
      at('2018-11-04T02:00:00Z'),
    );
    assert.equal(unixSeconds(clock('2025-03-30T00:00:00'), zone('Asia/Beirut')), at('2025-03-29T22:00:00Z'));
  });

  it('that comes twice is the time that Go takes', () => {
    assert.equal(
      unixSeconds(clock('2026-10-25T02:30:00'), zone('Europe/Berlin')),
      at('2026-10-25T01:30:00Z'),
    );
    assert.equal(
      unixSeconds(clock('2026-11-01T01:30:00'), zone('America/New_York')),
      at('2026-11-01T05:30:00Z'),
    );
  });
});
