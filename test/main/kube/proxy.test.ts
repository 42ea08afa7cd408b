import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, isExempt, proxyFor, proxyName } from '../../../src/main/kube/proxy.ts';
import { coded } from './support.ts';

test('NO_PROXY follows the rules of Go', () => {
  // server, NO_PROXY, exempt
  const table: readonly [string, string, boolean][] = [
    ['https://kube.example.com', '', false],
    ['https://kube.example.com', '*', true],
    ['https://kube.example.com', 'a, *', true],
    ['https://localhost:6443', '', true],
    ['https://127.0.0.1:6443', '', true],
    ['https://127.8.9.1:6443', '', true],
    ['https://[::1]:6443', '', true],
    ['https://10.96.0.1', '', false],
    ['https://10.96.0.1', '10.96.0.1', true],
    ['https://10.96.0.1', '10.96.0.2', false],
    ['https://10.96.0.1', '10.96.0.0/12', true],
    ['https://10.112.0.1', '10.96.0.0/12', false],
    ['https://10.96.0.1', '10.96.0.0/33', false],
    ['https://10.96.0.1', '10.96', false],
    ['https://10.96.0.1', '10.96.0.1:443', true],
    ['https://10.96.0.1', '10.96.0.1:6443', false],
    ['https://10.96.0.1:6443', '10.96.0.1:6443', true],
    ['https://[fd00::1]:6443', 'fd00::/8', true],
    ['https://[fd00::1]:6443', 'fe80::/10', false],
    ['https://[fd00::1]:6443', 'fd00::1', true],
    ['https://[fd00::1]:6443', '[fd00::1]', true],
    ['https://[fd00::1]:6443', '[fd00::1]:6443', true],
    ['https://[fd00::1]:6443', '[fd00::1]:443', false],
    ['https://kube.example.com', 'example.com', true],
    ['https://example.com', 'example.com', true],
    ['https://badexample.com', 'example.com', false],
    ['https://kube.example.com', '.example.com', true],
    ['https://example.com', '.example.com', false],
    ['https://kube.example.com', '*.example.com', true],
    ['https://example.com', '*.example.com', false],
    ['https://kube.example.com', 'ample.com', false],
    ['https://kube.example.com', 'KUBE.Example.COM', true],
    ['https://kube.example.com', 'other.com, example.com ,', true],
    ['https://kube.example.com', 'example.com:443', true],
    ['https://kube.example.com:6443', 'example.com:443', false],
    ['http://kube.example.com', 'example.com:80', true],
    ['https://xn--bcher-kva.example', 'bücher.example', true],
    ['https://kube.example.com', ':443', false],
    ['https://kube.example.com', '[', false],
    ['https://kube.example.com', 'example.com/8', false],
  ];
  for (const [server, noProxy, exempt] of table) {
    assert.equal(isExempt(new URL(server), noProxy), exempt, `${server} with NO_PROXY=${noProxy}`);
  }
});

test('the proxy is the one that kubeconfig or environment name for the scheme', () => {
  const https = new URL('https://kube.example.com:6443');
  const http = new URL('http://kube.example.com:8080');
  const env = { HTTPS_PROXY: 'http://secure:3128', HTTP_PROXY: 'http://plain:3128', NO_PROXY: '.svc' };
  const table: readonly [URL, string | undefined, NodeJS.ProcessEnv, string | undefined][] = [
    [https, undefined, {}, undefined],
    [https, undefined, env, 'http://secure:3128/'],
    [http, undefined, env, 'http://plain:3128/'],
    [https, undefined, { HTTP_PROXY: 'http://plain' }, undefined],
    [https, undefined, { https_proxy: 'http://lower' }, 'http://lower/'],
    [https, undefined, { HTTPS_PROXY: 'http://upper', https_proxy: 'http://lower' }, 'http://upper/'],
    [https, undefined, { HTTPS_PROXY: '' }, undefined],
    [https, undefined, { ALL_PROXY: 'http://all' }, undefined],
    [https, undefined, { HTTPS_PROXY: 'bare:3128' }, 'http://bare:3128/'],
    [https, undefined, { ...env, no_proxy: 'example.com' }, 'http://secure:3128/'],
    [https, undefined, { HTTPS_PROXY: 'http://secure', no_proxy: 'example.com' }, undefined],
    [https, 'socks5://kube:1080', { ...env, NO_PROXY: '*' }, 'socks5://kube:1080'],
    [new URL('https://127.0.0.1'), undefined, env, undefined],
    [new URL('https://127.0.0.1'), 'https://kube', {}, 'https://kube/'],
  ];
  for (const [server, configured, variables, expected] of table) {
    const found = proxyFor(server, configured, variables)?.href;
    assert.equal(found, expected, `${server} ${configured} ${JSON.stringify(variables)}`);
  }
});

test('a proxy that cannot be used is an error that names its place, and never its password', () => {
  const server = new URL('https://kube.example.com');
  assert.throws(
    () => proxyFor(server, 'ftp://name:pw@p', {}),
    coded('KSE_API_PROXY', /^proxy-url of the kubeconfig asks for a ftp:\/\/ proxy$/),
  );
  assert.throws(() => proxyFor(server, 'socks4://p', {}), coded('KSE_API_PROXY', /socks4:/));
  assert.throws(
    () => proxyFor(server, undefined, { https_proxy: 'http://name:hunter2@:bad' }),
    (error: unknown) =>
      coded('KSE_API_PROXY', /^\$https_proxy is not a URL$/)(error) && !String(error).includes('hunter2'),
  );
  assert.equal(proxyName(new URL('http://name:hunter2@p:3128')), 'proxy http://p:3128');
});

test('addresses come with the default port of their scheme and IPv6 without brackets', () => {
  assert.deepEqual(addressOf(new URL('https://kube')), { host: 'kube', port: 443 });
  assert.deepEqual(addressOf(new URL('http://[fd00::1]')), { host: 'fd00::1', port: 80 });
  assert.deepEqual(addressOf(new URL('socks5://p')), { host: 'p', port: 1080 });
  assert.deepEqual(addressOf(new URL('socks5h://p:9')), { host: 'p', port: 9 });
});
