import { isIPv4, isIPv6, type Socket } from 'node:net';
import { CodedError } from '../../protocol/coded-error.ts';
import { proxyName } from './proxy.ts';
import type { Target } from './proxy-connect.ts';

/** RFC 1928, section 6. */
const REPLIES: Readonly<Record<number, string>> = {
  1: 'has a general failure',
  2: 'does not allow the connection',
  3: 'cannot reach the network',
  4: 'cannot reach the host',
  5: 'was refused the connection',
  6: 'let the time to live run out',
  7: 'does not support CONNECT',
  8: 'does not support this type of address',
};

const VERSION = 5;
const NO_AUTHENTICATION = 0;
const USERNAME_PASSWORD = 2;

/**
 * Asks the SOCKS5 proxy at the other end of `socket` for a connection (RFC 1928, with name and
 * password by RFC 1929). Names are resolved by the proxy, as Go does for both socks5 and socks5h.
 * Rejects with `KSE_API_PROXY`; the caller destroys the socket then.
 */
export async function tunnelThroughSocks(socket: Socket, proxy: URL, target: Target): Promise<Socket> {
  const refuse = (what: string): never => {
    throw new CodedError('KSE_API_PROXY', `${proxyName(proxy)} ${what}`);
  };
  const read = (bytes: number): Promise<Buffer> => readExactly(socket, bytes, proxy);

  const methods = proxy.username === '' ? [NO_AUTHENTICATION] : [NO_AUTHENTICATION, USERNAME_PASSWORD];
  socket.write(Buffer.from([VERSION, methods.length, ...methods]));
  const [version, method = 255] = await read(2);
  if (version !== VERSION) return refuse('does not speak SOCKS5');
  if (!methods.includes(method))
    return refuse('wants to know more of who we are: put name and password into its URL');

  if (method === USERNAME_PASSWORD) {
    const name = lengthPrefixed(decodeURIComponent(proxy.username));
    const password = lengthPrefixed(decodeURIComponent(proxy.password));
    socket.write(Buffer.concat([Buffer.from([1]), name, password]));
    const [, status] = await read(2);
    if (status !== 0) return refuse('does not accept the name and password of its URL');
  }

  const port = Buffer.alloc(2);
  port.writeUInt16BE(target.port);
  socket.write(Buffer.concat([Buffer.from([VERSION, 1, 0]), socksAddress(target.host), port]));
  const [, reply = 1, , addressType] = await read(4);
  if (reply !== 0) return refuse(REPLIES[reply] ?? `answered ${reply}`);
  // The address that the proxy used, which is of no interest, stands before the first byte that is.
  const length = addressType === 1 ? 4 : addressType === 4 ? 16 : ((await read(1))[0] ?? 0);
  await read(length + 2);
  return socket;
}

function socksAddress(host: string): Buffer {
  if (isIPv4(host)) return Buffer.from([1, ...host.split('.').map(Number)]);
  if (isIPv6(host)) return Buffer.concat([Buffer.from([4]), ipv6Bytes(host)]);
  return Buffer.concat([Buffer.from([3]), lengthPrefixed(host)]);
}

/** The URL parser brings any notation into hexadecimal groups with at most one `::`. */
function ipv6Bytes(host: string): Buffer {
  const canonical = new URL(`http://[${host}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  const hex = [...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join('');
  return Buffer.from(hex, 'hex');
}

function lengthPrefixed(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > 255)
    throw new CodedError('KSE_API_PROXY', 'SOCKS5 has no room for names longer than 255 bytes');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

/** Takes just so many bytes: what follows belongs to TLS. */
function readExactly(socket: Socket, bytes: number, proxy: URL): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      socket.off('readable', look).off('error', broken).off('end', broken).off('close', broken);
    };
    const broken = (cause?: unknown): void => {
      done();
      reject(
        new CodedError('KSE_API_PROXY', `${proxyName(proxy)} broke off while a connection was asked for`, {
          cause,
        }),
      );
    };
    const look = (): void => {
      const chunk: Buffer | null = socket.read(bytes);
      if (chunk === null) return;
      if (chunk.length < bytes) {
        broken();
        return;
      }
      done();
      resolve(chunk);
    };
    socket.on('readable', look).on('error', broken).on('end', broken).on('close', broken);
    look();
  });
}
