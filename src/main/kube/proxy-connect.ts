import { request } from 'node:http';
import type { Socket } from 'node:net';
import { CodedError } from '../../protocol/coded-error.ts';
import { proxyName } from './proxy.ts';

/** What a proxy is asked to connect to. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

export const PROXY_LOGIN_HINT =
  'Put name and password into the URL of the proxy: http://name:password@proxy:3128';

/** `Proxy-Authorization` for the name and password in a proxy's URL. */
export function proxyHeaders(proxy: URL): Record<string, string> {
  if (proxy.username === '') return {};
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}

/**
 * Asks the HTTP proxy at the other end of `socket` for a tunnel (RFC 9110, 9.3.6). Rejects with
 * `KSE_API_PROXY`; the caller destroys the socket then.
 */
export function tunnelThroughHttp(socket: Socket, proxy: URL, target: Target): Promise<Socket> {
  const authority = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
  return new Promise((resolve, reject) => {
    const refuse = (what: string, cause?: unknown): void => {
      const hint = what.includes(' 407 ') ? { hint: PROXY_LOGIN_HINT } : {};
      reject(new CodedError('KSE_API_PROXY', `${proxyName(proxy)} ${what}`, { cause, ...hint }));
    };
    const ask = request({
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...proxyHeaders(proxy) },
      createConnection: () => socket,
    });
    ask.on('connect', (response, _socket, head) => {
      if (response.statusCode !== 200)
        return refuse(`answered ${response.statusCode} to CONNECT ${authority}`);
      // The server waits for our ClientHello, so whatever came with the answer is not from it.
      if (head.length > 0) return refuse('sent bytes before the tunnel was in use');
      resolve(socket);
    });
    ask.on('response', (response) => refuse(`answered ${response.statusCode} to CONNECT ${authority}`));
    ask.on('error', (error) => refuse('broke off while a tunnel was asked for', error));
    ask.end();
  });
}
