import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, getCACertificates } from 'node:tls';
import { CodedError } from '../../protocol/coded-error.ts';
import type { TlsMaterial } from './cluster.ts';
import { addressOf, proxyName } from './proxy.ts';
import { tunnelThroughHttp } from './proxy-connect.ts';
import { tunnelThroughSocks } from './proxy-socks.ts';
import { classify, type Phase } from './transport-errors.ts';

/** The way to a server: directly, or through a proxy. */
export interface Route {
  readonly server: URL;
  readonly proxy: URL | undefined;
}

/**
 * How long after one address of a name the next is tried beside it. Node's default of 250 ms gives
 * up addresses that are merely far away.
 */
const NEXT_ADDRESS_AFTER_MS = 1000;
/** As client-go: below the idle limits of load balancers (60 s and more), so that they see life. */
const TCP_KEEPALIVE_MS = 30_000;

/**
 * A socket that the API server's HTTP can be spoken on: connected, tunnelled and with TLS as the
 * route asks. Rejects with a coded error that says which of these failed, or with the reason of
 * `signal`; either way no socket is left behind.
 */
export async function connect(route: Route, tls: TlsMaterial, signal: AbortSignal): Promise<Socket> {
  const { server, proxy } = route;
  if (proxy === undefined) {
    const socket = await dial(server, signal);
    return server.protocol === 'https:' ? startTls(socket, server, tls, signal) : socket;
  }
  const socket = await viaProxy(route, proxy, tls, signal);
  return server.protocol === 'https:' ? startTls(socket, server, tls, signal) : socket;
}

/** True when requests on this route carry the whole URL, for the proxy to forward. */
export function isForwarded({ server, proxy }: Route): boolean {
  return server.protocol === 'http:' && proxy !== undefined && !isSocks(proxy);
}

async function viaProxy(
  { server }: Route,
  proxy: URL,
  tls: TlsMaterial,
  signal: AbortSignal,
): Promise<Socket> {
  const proxySocket = async (): Promise<Socket> => {
    const socket = await dial(proxy, signal);
    return proxy.protocol === 'https:' ? startTls(socket, proxy, proxyTls(tls), signal) : socket;
  };
  const socket = await proxySocket().catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new CodedError('KSE_API_PROXY', `${proxyName(proxy)} cannot be reached`, { cause: error });
  });
  if (isForwarded({ server, proxy })) return socket;
  const target = addressOf(server);
  const tunnel = isSocks(proxy) ? tunnelThroughSocks : tunnelThroughHttp;
  return settled(socket, signal, () => tunnel(socket, proxy, target));
}

function isSocks(proxy: URL): boolean {
  return proxy.protocol.startsWith('socks');
}

/**
 * The handshake with a proxy proves the proxy only: the usual CAs count beside the cluster's, and
 * no client certificate is shown.
 */
function proxyTls(tls: TlsMaterial): TlsMaterial {
  const ca = tls.ca === undefined ? undefined : [...getCACertificates('default'), tls.ca].join('\n');
  return { ...tls, ca, cert: undefined, key: undefined, serverName: undefined };
}

function dial(url: URL, signal: AbortSignal): Promise<Socket> {
  const { host, port } = addressOf(url);
  const socket = connectTcp({
    host,
    port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: TCP_KEEPALIVE_MS,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
  });
  return ready(socket, 'connect', { signal, phase: 'connect', where: url.origin });
}

async function startTls(socket: Socket, url: URL, tls: TlsMaterial, signal: AbortSignal): Promise<Socket> {
  const { host } = addressOf(url);
  const name = tls.serverName ?? host;
  let secure: Socket;
  try {
    secure = connectTls({
      socket,
      ca: tls.ca,
      cert: tls.cert,
      key: tls.key,
      rejectUnauthorized: !tls.insecure,
      // An address cannot be asked for by SNI, only be looked for in the certificate.
      ...(isIP(name) === 0 ? { servername: name } : { host: name }),
      ALPNProtocols: ['http/1.1'],
    });
  } catch (error) {
    socket.destroy();
    throw classify(error, 'handshake', url.origin);
  }
  secure.once('close', () => socket.destroy());
  return ready(secure, 'secureConnect', { signal, phase: 'handshake', where: url.origin });
}

interface Attempt {
  readonly signal: AbortSignal;
  readonly phase: Phase;
  readonly where: string;
}

/** Waits for `event`; failing that, destroys the socket and rejects with what stopped it. */
function ready(socket: Socket, event: 'connect' | 'secureConnect', attempt: Attempt): Promise<Socket> {
  const { signal, phase, where } = attempt;
  return settled(
    socket,
    signal,
    () =>
      new Promise((resolve, reject) => {
        const onClose = (): void => failed(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
        const failed = (error: Error): void => reject(classify(error, phase, where));
        socket.once('error', failed).once('close', onClose);
        socket.once(event, () => {
          socket.off('error', failed).off('close', onClose);
          resolve(socket);
        });
      }),
  );
}

/** Runs one step of connecting, and takes the socket down when the step fails or `signal` fires. */
async function settled(socket: Socket, signal: AbortSignal, step: () => Promise<Socket>): Promise<Socket> {
  const onAbort = (): void => void socket.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  // Between two steps nobody listens, and an error there shows in the next one anyway.
  socket.on('error', ignore);
  try {
    signal.throwIfAborted();
    const result = await step();
    signal.throwIfAborted();
    return result;
  } catch (error) {
    socket.destroy();
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function ignore(): void {}
