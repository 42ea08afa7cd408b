import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { escapeHtml } from '../../../src/main/http/landing.ts';
import { someState } from '../telemetry/support/state.ts';
import { ask } from './support/client.ts';
import { startService } from './support/service.ts';

describe('both listeners', () => {
  it('answer GET and HEAD on the paths they know, and nothing else', async (test) => {
    const { port, telemetryPort } = await startService(test, { length: 1 });
    for (const at of [port, telemetryPort]) {
      for (const path of ['/', '/metrics', '/livez', '/healthz', '/readyz']) {
        assert.equal((await ask(at, path)).status, 200, path);
        const head = await ask(at, path, { method: 'HEAD' });
        assert.equal(head.status, 200, path);
        assert.equal(head.body.length, 0, path);
        for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH']) {
          const refused = await ask(at, path, { method });
          assert.equal(refused.status, 405, `${method} ${path}`);
          assert.equal(refused.headers.allow, 'GET, HEAD');
        }
      }
      for (const path of [
        '/metrics/',
        '//metrics',
        '/nothing',
        '/metrics%00',
        '/../metrics',
        '/constructor',
        '*',
      ]) {
        const answer = await ask(at, path);
        assert.equal(answer.status, 404, path);
        assert.equal(answer.text, 'Not Found\n');
      }
    }
  });

  it('refuse a malformed query before anything looks at it', async (test) => {
    const { port } = await startService(test);
    assert.equal((await ask(port, '/livez?%zz')).status, 400);
  });
});

describe('the probes', () => {
  it('say OK, or which check failed and why', async (test) => {
    const { port, telemetryPort, health } = await startService(test);
    for (const at of [port, telemetryPort]) {
      health.ready = [
        { name: 'pods', ok: true },
        { name: 'nodes', ok: false, reason: 'forbidden: cannot list nodes' },
      ];
      health.live = [{ name: 'workers', ok: true, reason: '2 of 2' }];
      assert.equal((await ask(at, '/livez')).text, 'OK');
      const live = await ask(at, '/healthz?verbose');
      assert.equal(live.text, '[+]workers ok: 2 of 2\nlivez check passed\n');
      const waiting = await ask(at, '/readyz');
      assert.equal(waiting.status, 503);
      assert.equal(
        waiting.text,
        '[+]pods ok\n[-]nodes failed: forbidden: cannot list nodes\nreadyz check failed\n',
      );
      health.ready = [{ name: 'pods', ok: true }];
      assert.equal((await ask(at, '/readyz')).text, 'OK');
      assert.equal((await ask(at, '/readyz?verbose=1')).text, '[+]pods ok\nreadyz check passed\n');
    }
  });
});

describe('the landing page', () => {
  it('links what there is and lets a browser load nothing', async (test) => {
    const { port } = await startService(test);
    const { headers, text } = await ask(port, '/?<script>');
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.match(String(headers['content-security-policy']), /^default-src 'none'/);
    assert.match(text, /version 1\.2\.3/);
    for (const path of ['/metrics', '/livez', '/healthz', '/readyz'])
      assert.ok(text.includes(`<a href="${path}">`));
    assert.ok(!text.includes('<script'));
  });

  it('escapes what it is made of', () => {
    assert.equal(escapeHtml(`<a href="x">&'`), '&lt;a href=&quot;x&quot;&gt;&amp;&#39;');
  });
});

describe('the telemetry listener’s /metrics', () => {
  it('is the self-metrics, compressed when that is accepted', async (test) => {
    const { telemetryPort, selfMetrics } = await startService(test);
    selfMetrics.attach(someState());
    const plain = await ask(telemetryPort, '/metrics', {
      headers: { accept: 'application/openmetrics-text' },
    });
    assert.equal(plain.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
    assert.match(plain.text, /^kube_state_exporter_snapshot_generation 7$/m);
    const packed = await ask(telemetryPort, '/metrics', { headers: { 'accept-encoding': 'gzip' } });
    assert.equal(packed.headers['content-encoding'], 'gzip');
    assert.match(gunzipSync(packed.body).toString(), /^kube_state_exporter_snapshot_generation 7$/m);
  });

  it('is a 500 when the state cannot be read, and the process goes on', async (test) => {
    const { telemetryPort, selfMetrics, entries } = await startService(test);
    selfMetrics.attach(
      someState({
        scrapes: () => {
          throw new Error('secret detail');
        },
      }),
    );
    const answer = await ask(telemetryPort, '/metrics');
    assert.equal(answer.status, 500);
    assert.equal(answer.text, 'Internal Server Error\n');
    assert.equal(entries.filter(({ level }) => level === 'error').length, 1);
    assert.equal((await ask(telemetryPort, '/livez')).status, 200);
  });
});
