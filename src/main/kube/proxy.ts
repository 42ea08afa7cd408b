import { BlockList, isIP, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { CodedError } from '../../protocol/coded-error.ts';

const SCHEMES: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'socks5:': 1080,
  'socks5h:': 1080,
};

/**
 * The proxy on the way to `server`, or `undefined` for the direct way. `configured` is the
 * kubeconfig's `proxy-url`, which counts for all; without it `HTTPS_PROXY` or `HTTP_PROXY` counts,
 * unless `NO_PROXY` or loopback says otherwise: the rules of Go's net/http, which kubectl and the
 * API server's other clients follow. Throws `KSE_API_PROXY` for a proxy that cannot be used.
 */
export function proxyFor(
  server: URL,
  configured: string | undefined,
  env: NodeJS.ProcessEnv,
): URL | undefined {
  if (configured !== undefined) return parseProxy(configured, 'proxy-url of the kubeconfig');
  const names = server.protocol === 'https:' ? ['HTTPS_PROXY', 'https_proxy'] : ['HTTP_PROXY', 'http_proxy'];
  const name = names.find((candidate) => env[candidate]);
  if (name === undefined) return undefined;
  if (isExempt(server, env.NO_PROXY || env.no_proxy || '')) return undefined;
  return parseProxy(env[name] ?? '', `$${name}`);
}

/** Host and port of a proxy or server, as sockets want them. */
export function addressOf(url: URL): { readonly host: string; readonly port: number } {
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  return { host, port: url.port === '' ? (SCHEMES[url.protocol] ?? 0) : Number(url.port) };
}

/** A proxy without its password, for messages. */
export function proxyName(proxy: URL): string {
  return `proxy ${proxy.protocol}//${proxy.host}`;
}

function parseProxy(text: string, name: string): URL {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  // The text may hold a password, so no message quotes it.
  if (url === undefined || url.hostname === '') throw new CodedError('KSE_API_PROXY', `${name} is not a URL`);
  if (SCHEMES[url.protocol] === undefined) {
    throw new CodedError('KSE_API_PROXY', `${name} asks for a ${url.protocol}// proxy`, {
      hint: `Proxies can be ${Object.keys(SCHEMES).join('//, ')}//.`,
    });
  }
  return url;
}

/** True when `noProxy` (entries parted by commas) or loopback takes `server` out of proxying. */
export function isExempt(server: URL, noProxy: string): boolean {
  const { host, port } = addressOf(server);
  if (host === 'localhost' || inSubnets(LOOPBACK, host)) return true;
  return noProxy
    .split(',')
    .some((entry) => matches(entry.trim().toLowerCase(), host.toLowerCase(), String(port)));
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '') return false;
  if (entry === '*') return true;
  const subnet = subnetOf(entry);
  if (subnet !== undefined) return inSubnets(subnet, host);
  const { name, onlyPort } = splitPort(entry);
  if (name === '' || (onlyPort !== '' && onlyPort !== port)) return false;
  if (isIP(name) !== 0) return isIP(host) !== 0 && inSubnets(single(name), host);
  // `example.com` covers itself and all below; `.example.com` and `*.example.com` only what is below.
  const bare = name.startsWith('*.') ? name.slice(1) : name;
  const below = bare.replace(/^\./, '');
  // What is ASCII stays as it is: domainToASCII() would read `a.com/8` as a URL and find a name in it.
  const ascii = /^[\x20-\x7e]*$/.test(below) ? below : domainToASCII(below);
  return host.endsWith(`.${ascii}`) || (!bare.startsWith('.') && host === ascii);
}

function subnetOf(entry: string): BlockList | undefined {
  const [, address = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(entry) ?? [];
  const family = isIP(address);
  if (family === 0 || Number(bits) > (family === 6 ? 128 : 32)) return undefined;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  return list;
}

function single(address: string): BlockList {
  const list = new BlockList();
  list.addAddress(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  return list;
}

function inSubnets(list: BlockList, host: string): boolean {
  return isIP(host) !== 0 && list.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
}

function splitPort(entry: string): { readonly name: string; readonly onlyPort: string } {
  const bracketed = /^\[(.*)\](?::(\d*))?$/.exec(entry);
  if (bracketed !== null) return { name: bracketed[1] ?? '', onlyPort: bracketed[2] ?? '' };
  if (isIPv6(entry)) return { name: entry, onlyPort: '' };
  const [, name = entry, onlyPort = ''] = /^([^:]*):(\d*)$/.exec(entry) ?? [];
  return { name, onlyPort };
}
