import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  cronJobSchedule,
  nextActivation,
  parseSchedule,
  type Schedule,
} from '../../../src/workers/kube/cron.ts';
import { findZone, localTime, type Zone } from '../../../src/workers/kube/cron-zone.ts';

/** Unix seconds of an RFC 3339 time. */
function at(text: string): number {
  return Date.parse(text) / 1000;
}

function zone(name: string): Zone {
  const found = findZone(name);
  assert.ok(found, name);
  return found;
}

function parse(text: string): Schedule {
  const schedule = parseSchedule(text, zone('UTC'));
  assert.ok(schedule, text);
  return schedule;
}

/** The next `count` activations after `after`, as RFC 3339 times in UTC, without the noise of `:00.000Z`. */
function runs(text: string, after: string, count = 1): string[] {
  const schedule = parse(text);
  const times: string[] = [];
  let time = at(after);
  for (let run = 0; run < count; run++) {
    const next = nextActivation(schedule, time);
    if (next === undefined) return [...times, 'never'];
    times.push(new Date(next * 1000).toISOString().slice(0, 16));
    time = next;
  }
  return times;
}

describe('a cron schedule', () => {
  const next: [schedule: string, after: string, expected: string][] = [
    ['* * * * *', '2026-03-04T05:06:07Z', '2026-03-04T05:07'],
    ['*/15 * * * *', '2026-03-04T05:06:07Z', '2026-03-04T05:15'],
    ['*/15 * * * *', '2026-03-04T05:45:00Z', '2026-03-04T06:00'],
    ['*/15 * * * *', '2026-03-04T05:44:59Z', '2026-03-04T05:45'],
    ['20-35/15 * * * *', '2026-03-04T05:20:00Z', '2026-03-04T05:35'],
    ['50/4 * * * *', '2026-03-04T05:55:00Z', '2026-03-04T05:58'],
    ['15,45,, * * * *', '2026-03-04T05:20:00Z', '2026-03-04T05:45'],
    ['0 0 * * *', '2026-12-31T23:59:59Z', '2027-01-01T00:00'],
    ['0 12 15 * *', '2026-03-16T00:00:00Z', '2026-04-15T12:00'],
    ['0 0 31 * *', '2026-03-31T00:00:00Z', '2026-05-31T00:00'],
    ['0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00'],
    ['30 6 * FEB-apr *', '2026-04-30T06:30:00Z', '2027-02-01T06:30'],
    ['0 0 * * Sun', '2026-03-04T00:00:00Z', '2026-03-08T00:00'],
    ['0 0 ? * 1-5', '2026-03-06T00:00:00Z', '2026-03-09T00:00'],
    ['0 0 * * mon/2', '2026-03-02T00:00:00Z', '2026-03-04T00:00'],
    ['+5 01 * * *', '2026-03-04T00:00:00Z', '2026-03-04T01:05'],
    ['*-9 0 * * *', '2026-03-04T00:00:00Z', '2026-03-04T00:01'],
    ['\t0\u00a00 *  * *\n', '2026-03-04T00:00:00Z', '2026-03-05T00:00'],
    ['@yearly', '2026-03-04T05:06:07Z', '2027-01-01T00:00'],
    ['@annually', '2026-03-04T05:06:07Z', '2027-01-01T00:00'],
    ['@monthly', '2026-03-04T05:06:07Z', '2026-04-01T00:00'],
    ['@weekly', '2026-03-04T05:06:07Z', '2026-03-08T00:00'],
    ['@daily', '2026-03-04T05:06:07Z', '2026-03-05T00:00'],
    ['@midnight', '2026-03-04T05:06:07Z', '2026-03-05T00:00'],
    ['@hourly', '2026-03-04T05:06:07Z', '2026-03-04T06:00'],
  ];
  for (const [schedule, after, expected] of next) {
    it(`${JSON.stringify(schedule)} after ${after} runs at ${expected}`, () => {
      assert.deepEqual(runs(schedule, after), [expected]);
    });
  }

  it('runs on the day of the month or the day of the week when both are restricted', () => {
    assert.deepEqual(runs('0 0 13 * 5', '2017-07-12T00:00:00Z', 4), [
      '2017-07-13T00:00',
      '2017-07-14T00:00',
      '2017-07-21T00:00',
      '2017-07-28T00:00',
    ]);
  });

  it('needs both day fields when one of them is a wildcard, also one among other items', () => {
    assert.deepEqual(runs('0 0 13,* * 5', '2017-07-12T00:00:00Z', 2), [
      '2017-07-14T00:00',
      '2017-07-21T00:00',
    ]);
    assert.deepEqual(runs('0 0 */1 * 5', '2017-07-12T00:00:00Z'), ['2017-07-14T00:00']);
  });

  it('takes a wildcard with a step above 1 for a restriction', () => {
    assert.deepEqual(runs('0 0 */10 * 5', '2017-07-12T00:00:00Z', 3), [
      '2017-07-14T00:00',
      '2017-07-21T00:00',
      '2017-07-28T00:00',
    ]);
    assert.deepEqual(runs('0 0 */10 * 5', '2017-07-28T00:00:00Z', 2), [
      '2017-07-31T00:00',
      '2017-08-01T00:00',
    ]);
  });

  it('may have a step as large as its range, or larger: the first value is left', () => {
    assert.deepEqual(runs('*/60 * * * *', '2026-03-04T05:06:07Z', 2), [
      '2026-03-04T06:00',
      '2026-03-04T07:00',
    ]);
    assert.deepEqual(runs('0 */24 * * *', '2026-03-04T05:06:07Z'), ['2026-03-05T00:00']);
    assert.deepEqual(runs('0 0 */9223372036854775807 * *', '2026-03-04T05:06:07Z'), ['2026-04-01T00:00']);
  });

  it('that can never match is searched for until the end of the fifth year', () => {
    assert.deepEqual(runs('0 0 30 2 *', '2026-03-04T05:06:07Z'), ['never']);
    assert.deepEqual(runs('0 0 29 2 *', '1896-03-01T00:00:00Z'), ['never']);
    assert.deepEqual(runs('59 23 29 2 *', '1899-01-01T00:00:00Z'), ['1904-02-29T23:59']);
  });

  it('with a field that allows nothing never matches, and says so at once', () => {
    for (const schedule of [', * * * *', '* , * * *', '* * * , *', '* * , * ,']) {
      assert.deepEqual(runs(schedule, '2026-03-04T05:06:07Z'), ['never']);
    }
  });

  it('does not search from beyond the range of dates', () => {
    for (const after of [8.64e12, -8.64e12, 2 ** 63, -(2 ** 63), Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.equal(nextActivation(parse('* * * * *'), after), undefined);
    }
    assert.equal(nextActivation(parse('* * * * *'), 8.63e12), 8.63e12 + 40);
  });

  const invalid = [
    '',
    ' ',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * 32 * *',
    '* * * 0 *',
    '* * * 13 *',
    '* * * * 7',
    '* 22-2 * * *',
    '* * * * fri-mon',
    '*/0 * * * *',
    '*/-1 * * * *',
    '*/x * * * *',
    '*/ * * * *',
    '*/9223372036854775808 * * * *',
    '1/2/3 * * * *',
    '1-2-3 * * * *',
    '-5 * * * *',
    '5- * * * *',
    '1.5 * * * *',
    '0x5 * * * *',
    '1_0 * * * *',
    '٣ * * * *',
    'jan * * * *',
    '* * * january *',
    '* * * * mo',
    'L * * * *',
    '@',
    '@reboot',
    '@triggered',
    '@Daily',
    '@daily ',
    ' @daily',
    '@every',
    '@every ',
    '@every 1d',
    '@every 5',
    'TZ=UTC',
    'TZ=UTC ',
    'TZ=UTC\t* * * * *',
    'tz=UTC * * * * *',
    ' TZ=UTC * * * * *',
    'TZ=UTC TZ=UTC * * * * *',
  ];
  for (const schedule of invalid) {
    it(`${JSON.stringify(schedule)} is not valid`, () => {
      assert.equal(parseSchedule(schedule, zone('UTC')), undefined);
    });
  }

  it('takes a prefix with a time zone', () => {
    for (const prefix of ['TZ=Asia/Kolkata', 'CRON_TZ=Asia/Kolkata']) {
      assert.deepEqual(runs(`${prefix} 0 0 * * *`, '2026-03-04T00:00:00Z'), ['2026-03-04T18:30']);
      assert.deepEqual(runs(`${prefix}   @daily `, '2026-03-04T00:00:00Z'), ['2026-03-04T18:30']);
    }
    assert.deepEqual(runs('TZ= 0 0 * * *', '2026-03-04T00:00:00Z'), ['2026-03-05T00:00']);
  });
});

describe('@every', () => {
  const delays: [text: string, seconds: number][] = [
    ['1h30m', 5_400],
    ['90s', 90],
    ['1.5h', 5_400],
    ['1.9s', 1],
    ['.5m', 30],
    ['2.m', 120],
    ['1m999ms', 60],
    ['3000000us', 3],
    ['3000000µs', 3],
    ['3000000μs', 3],
    ['4000000000ns', 4],
    ['+5m', 300],
    ['0', 1],
    ['250ms', 1],
    ['-5m', 1],
    ['2562047h47m16.854775807s', 9_223_372_036],
    ['-2562047h47m16.854775808s', 1],
  ];
  for (const [text, seconds] of delays) {
    it(`${text} is ${seconds} s after the last run, at that run's second of the minute`, () => {
      assert.equal(nextActivation(parse(`@every ${text}`), 1_000_003), 1_000_003 + seconds);
    });
  }
  for (const text of [
    '',
    '+',
    '1',
    '1.5',
    's',
    '.s',
    '1d',
    '1 h',
    '1h ',
    '--1h',
    '1e3s',
    '2562047h47m16.854775808s',
  ]) {
    it(`${JSON.stringify(text)} is not valid`, () => {
      assert.equal(parseSchedule(`@every ${text}`, zone('UTC')), undefined);
    });
  }
});

describe('when clocks change, a job', () => {
  it('in a skipped hour waits for the next day', () => {
    // Berlin goes from 02:00 to 03:00 at 01:00 UTC.
    assert.deepEqual(runs('TZ=Europe/Berlin 30 2 * * *', '2026-03-27T12:00:00Z', 3), [
      '2026-03-28T01:30',
      '2026-03-30T00:30',
      '2026-03-31T00:30',
    ]);
    assert.deepEqual(runs('TZ=America/New_York 0 2 * * *', '2026-03-07T12:00:00Z', 2), [
      '2026-03-09T06:00',
      '2026-03-10T06:00',
    ]);
  });

  it('in an hour that comes twice runs twice', () => {
    // Berlin goes from 03:00 to 02:00 at 01:00 UTC, New York from 02:00 to 01:00 at 06:00 UTC.
    assert.deepEqual(runs('TZ=Europe/Berlin 30 2 * * *', '2026-10-24T12:00:00Z', 3), [
      '2026-10-25T00:30',
      '2026-10-25T01:30',
      '2026-10-26T01:30',
    ]);
    assert.deepEqual(runs('TZ=America/New_York 30 1 * * *', '2026-10-31T12:00:00Z', 3), [
      '2026-11-01T05:30',
      '2026-11-01T06:30',
      '2026-11-02T06:30',
    ]);
  });

  it('of every hour runs every hour', () => {
    assert.deepEqual(runs('TZ=Europe/Berlin 0 * * * *', '2026-03-28T23:00:00Z', 4), [
      '2026-03-29T00:00',
      '2026-03-29T01:00',
      '2026-03-29T02:00',
      '2026-03-29T03:00',
    ]);
    assert.deepEqual(runs('TZ=Europe/Berlin 0 * * * *', '2026-10-24T23:00:00Z', 4), [
      '2026-10-25T00:00',
      '2026-10-25T01:00',
      '2026-10-25T02:00',
      '2026-10-25T03:00',
    ]);
  });

  it('in a skipped half hour waits for the next day', () => {
    // Lord Howe goes from 02:00 to 02:30, at 15:30 UTC of the day before.
    assert.deepEqual(runs('TZ=Australia/Lord_Howe 15 2 * * *', '2026-10-02T00:00:00Z', 3), [
      '2026-10-02T15:45',
      '2026-10-04T15:15',
      '2026-10-05T15:15',
    ]);
    assert.deepEqual(runs('TZ=Australia/Lord_Howe 45 2 * * *', '2026-10-03T00:00:00Z'), ['2026-10-03T15:45']);
  });

  it('in a half hour that comes twice runs twice', () => {
    // Lord Howe goes from 02:00 to 01:30, at 15:00 UTC of the day before.
    assert.deepEqual(runs('TZ=Australia/Lord_Howe 45 1 * * *', '2026-04-04T00:00:00Z', 3), [
      '2026-04-04T14:45',
      '2026-04-04T15:15',
      '2026-04-05T15:15',
    ]);
  });

  it('on a day without a midnight runs later on that day, west of Greenwich', () => {
    // São Paulo went from 00:00 to 01:00 on 4 November 2018, which the search reaches at 01:00.
    assert.deepEqual(runs('TZ=America/Sao_Paulo 0 9 4 11 *', '2018-10-17T05:00:00Z'), ['2018-11-04T11:00']);
    assert.deepEqual(runs('TZ=America/Sao_Paulo 0 0 * * *', '2018-11-03T12:00:00Z'), ['2018-11-05T02:00']);
  });

  it('on a day without a midnight is lost east of Greenwich, as it is to the controller', () => {
    // Beirut went from 00:00 to 01:00 on 30 March 2025; the controller's search falls back to the 29th, then passes the 30th.
    assert.deepEqual(runs('TZ=Asia/Beirut 0 9 30,31 3 *', '2025-03-01T00:00:00Z'), ['2025-03-31T06:00']);
  });

  it('goes on past a day that its zone left out', () => {
    // Samoa went from 29 to 31 December 2011 over the date line. 1 January 2012 there began at 10:00 UTC on 31 December.
    assert.deepEqual(runs('TZ=Pacific/Apia 0 0 1 1 *', '2011-12-29T12:00:00Z'), ['2011-12-31T10:00']);
  });
});

describe('the schedule of a CronJob', () => {
  const after = at('2026-03-04T00:00:00Z');
  const nextOf = (schedule: string, timeZone: string | undefined): number | undefined => {
    const parsed = cronJobSchedule(schedule, timeZone);
    return parsed && nextActivation(parsed, after);
  };

  it('is in its time zone', () => {
    assert.equal(nextOf('0 0 * * *', 'Asia/Kolkata'), at('2026-03-04T18:30:00Z'));
    assert.equal(nextOf('0 0 * * *', 'Etc/UTC'), at('2026-03-05T00:00:00Z'));
    assert.equal(nextOf('@every 10s', 'Asia/Kolkata'), after + 10);
  });

  it('is in UTC for an empty time zone', () => {
    assert.equal(nextOf('0 0 * * *', ''), at('2026-03-05T00:00:00Z'));
  });

  it('without a time zone, or in Local, is in the zone of the process', () => {
    const local = new Date(after * 1000);
    local.setHours(24, 0, 0, 0);
    assert.equal(nextOf('0 0 * * *', undefined), local.getTime() / 1000);
    assert.equal(nextOf('0 0 * * *', 'Local'), local.getTime() / 1000);
  });

  it('prefers the zone that the schedule names', () => {
    assert.equal(nextOf('TZ=Asia/Kolkata 0 0 * * *', 'Europe/Berlin'), at('2026-03-04T18:30:00Z'));
  });

  it('is not valid with an unknown time zone, whatever the schedule', () => {
    for (const timeZone of ['Mars/Olympus', 'europe/berlin', 'PST', '+01:00', '../UTC', '/UTC', 'UTC ']) {
      assert.equal(cronJobSchedule('0 0 * * *', timeZone), undefined, timeZone);
      assert.equal(cronJobSchedule('TZ=UTC 0 0 * * *', timeZone), undefined, timeZone);
    }
  });
});

describe('any schedule', () => {
  const bounds = { minute: [0, 59], hour: [0, 23], day: [1, 31], month: [1, 12], weekday: [0, 6] } as const;
  type Unit = keyof typeof bounds;
  const units: readonly Unit[] = ['minute', 'hour', 'day', 'month', 'weekday'];

  /** A field as text, and the numbers it stands for; `undefined` is all of them. */
  const field = (unit: Unit): fc.Arbitrary<{ text: string; values?: readonly number[] }> => {
    const [min, max] = bounds[unit];
    const values = fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 5 });
    return fc.oneof(
      fc.constant({ text: '*' }),
      values.map((some) => ({ text: some.join(','), values: some })),
    );
  };
  const fields = fc.record({
    minute: field('minute'),
    hour: field('hour'),
    day: field('day'),
    month: field('month'),
    weekday: field('weekday'),
  });
  // Zones whose clocks change, but not at midnight, where the controller's search has its own mind.
  const name = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
  );
  const time = fc.integer({ min: at('1990-01-01T00:00:00Z'), max: at('2100-01-01T00:00:00Z') });

  it('runs strictly later, on a full minute that matches its fields', () => {
    fc.assert(
      fc.property(fields, name, time, (by, name, after) => {
        const text = units.map((unit) => by[unit].text).join(' ');
        const next = nextActivation(parse(`TZ=${name} ${text}`), after);
        if (next === undefined) return; // 30 February and its like
        const local = localTime(next, zone(name));
        const matches = (unit: Unit): boolean => by[unit].values?.includes(local[unit]) ?? true;
        assert.ok(next > after);
        assert.equal(local.second, 0);
        assert.ok(matches('minute') && matches('hour') && matches('month'));
        const { day, weekday } = by;
        const either = day.values !== undefined && weekday.values !== undefined;
        assert.ok(either ? matches('day') || matches('weekday') : matches('day') && matches('weekday'));
      }),
      { numRuns: 300 },
    );
  });

  it('skips nothing: in UTC no minute before the run matches', () => {
    fc.assert(
      fc.property(fields, time, (by, after) => {
        const text = units.map((unit) => by[unit].text).join(' ');
        const next = nextActivation(parse(text), after) ?? Number.POSITIVE_INFINITY;
        const first = Math.floor(after / 60) * 60 + 60;
        const last = Math.min(next, first + 3 * 86_400);
        for (let minute = first; minute < last; minute += 60) {
          const date = new Date(minute * 1000);
          const inField = (unit: Unit, value: number): boolean => by[unit].values?.includes(value) ?? true;
          const day = inField('day', date.getUTCDate());
          const weekday = inField('weekday', date.getUTCDay());
          const either = by.day.values !== undefined && by.weekday.values !== undefined;
          const matches =
            inField('minute', date.getUTCMinutes()) &&
            inField('hour', date.getUTCHours()) &&
            inField('month', date.getUTCMonth() + 1) &&
            (either ? day || weekday : day && weekday);
          assert.ok(!matches, `${text} should run at ${date.toISOString()}`);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('runs no earlier from a later start', () => {
    fc.assert(
      fc.property(fields, name, time, fc.integer({ min: 0, max: 40 * 86_400 }), (by, name, after, later) => {
        const schedule = parse(`TZ=${name} ${units.map((unit) => by[unit].text).join(' ')}`);
        const first = nextActivation(schedule, after);
        const second = nextActivation(schedule, after + later);
        assert.ok((second ?? Number.POSITIVE_INFINITY) >= (first ?? 0));
      }),
      { numRuns: 300 },
    );
  });

  it('of any text is parsed or refused, and never throws', () => {
    const symbols = fc.constantFrom(...'0123456789*/-,? @TZ='.split(''), 'jan', 'sun', '@every ', 'h', 'UTC');
    fc.assert(
      fc.property(fc.array(symbols, { maxLength: 20 }), time, (parts, after) => {
        const schedule = parseSchedule(parts.join(''), zone('UTC'));
        if (schedule !== undefined) assert.ok((nextActivation(schedule, after) ?? after + 1) > after);
      }),
    );
  });
});

describe('a schedule of a megabyte', () => {
  const long = 1_000_000;
  const huge: readonly [what: string, text: string, valid: boolean][] = [
    ['spaces between fields', `TZ=UTC 0${' '.repeat(long)}0 * * *`, true],
    ['spaces at the end', `TZ=UTC @daily${' '.repeat(long)}`, true],
    ['zeros', `${'0'.repeat(long)} * * * *`, true],
    ['digits', `${'9'.repeat(long)} * * * *`, false],
    ['commas', `${','.repeat(long)}5 * * * *`, true],
    ['digits of a duration', `@every ${'9'.repeat(long)}s`, false],
    ['decimals of a duration', `@every 2.${'9'.repeat(long)}s`, true],
  ];
  for (const [what, text, valid] of huge) {
    it(`of ${what} is read in one go`, { timeout: 20_000 }, () => {
      const schedule = parseSchedule(text, zone('UTC'));
      assert.equal(schedule !== undefined, valid);
      if (schedule !== undefined) assert.ok((nextActivation(schedule, 0) ?? 0) > 0);
    });
  }
});
