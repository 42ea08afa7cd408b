/**
 * The family of an IP address by the rules of Go's `netip.ParseAddr`: IPv6 zones are allowed, leading
 * zeros in IPv4 are not, and an IPv4-mapped IPv6 address (`::ffff:10.0.0.1`) counts as IPv4.
 * `undefined` is no address.
 */
export function ipFamily(text: string): '4' | '6' | undefined {
  if (IPV4.test(text)) return '4';
  const groups = ipv6Groups(text);
  if (groups === undefined) return undefined;
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return mapped ? '4' : '6';
}

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
const GROUP = /^[0-9a-fA-F]{1,4}$/;
const GROUPS = 8;

function ipv6Groups(text: string): readonly number[] | undefined {
  const percent = text.indexOf('%');
  if (percent === text.length - 1) return undefined;
  const address = withHexTail(percent < 0 ? text : text.slice(0, percent));
  const halves = address.split('::');
  const head = parseGroups(halves[0] ?? '');
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === GROUPS ? head : undefined;
  const tail = parseGroups(halves[1] ?? '');
  if (halves.length > 2 || tail === undefined) return undefined;
  // `::` stands for one group of zeros at least.
  const zeros = GROUPS - head.length - tail.length;
  return zeros < 1 ? undefined : [...head, ...new Array<number>(zeros).fill(0), ...tail];
}

/** `::ffff:10.0.0.1` → `::ffff:a00:1`. */
function withHexTail(address: string): string {
  const start = address.lastIndexOf(':') + 1;
  const tail = address.slice(start);
  if (start === 0 || !IPV4.test(tail)) return address;
  const [a = 0, b = 0, c = 0, d = 0] = tail.split('.').map(Number);
  return `${address.slice(0, start)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function parseGroups(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  return groups.every((group) => GROUP.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined;
}
