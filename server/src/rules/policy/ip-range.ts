export interface IpRange {
  readonly version: 4 | 6;
  readonly address: bigint;
  readonly bits: number;
}

/** An address or a CIDR range: `203.0.113.0/24`, `2001:db8::/32`. Undefined for any other text. */
export function ipRange(text: string): IpRange | undefined {
  const [, host = '', bits] = /^([0-9A-Fa-f:.]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = host.includes(':') ? 6 : 4;
  const address = version === 4 ? ipv4(host) : ipv6(host);
  const width = version === 4 ? 32 : 128;
  const count = bits === undefined ? width : Number(bits);
  return address === undefined || count > width ? undefined : { version, address, bits: count };
}

function ipv4(text: string): bigint | undefined {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256)) return undefined;
  return octets.reduce((sum, octet) => (sum << 8n) + BigInt(octet), 0n);
}

function ipv6(text: string): bigint | undefined {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const mapped = tail?.[2] === undefined ? undefined : ipv4(tail[2]);
  if (tail && mapped === undefined) return undefined;
  const whole =
    mapped === undefined ? text : `${tail?.[1]}${(mapped >> 16n).toString(16)}:${(mapped & 0xffffn).toString(16)}`;
  const [head = '', rest, more] = whole.split('::');
  if (more !== undefined) return undefined;
  const left = head === '' ? [] : head.split(':');
  const right = rest === undefined || rest === '' ? [] : rest.split(':');
  const gap = 8 - left.length - right.length;
  if (rest === undefined ? gap !== 0 : gap < 1) return undefined;
  const groups = [...left, ...Array<string>(gap).fill('0'), ...right];
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return undefined;
  return groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}

/** The bits that the range ignores, put to zero; undefined when they are. */
export function withoutHostBits(text: string): string | undefined {
  const range = ipRange(text);
  if (!range) return undefined;
  const free = BigInt((range.version === 4 ? 32 : 128) - range.bits);
  const base = (range.address >> free) << free;
  return base === range.address ? undefined : `${printed(base, range.version)}/${range.bits}`;
}

function printed(address: bigint, version: 4 | 6): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => ((address >> shift) & 0xffn).toString()).join('.');
  const groups = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((address >> shift) & 0xffffn).toString(16));
  return groups.join(':').replace(/(?:^|:)0(?::0)+(?:$|:)/, '::');
}

/**
 * Ranges that never come in by the internet: RFC 1918, loopback, link local, shared address space, unique local addresses of IPv6.
 * https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml
 */
const privateRanges = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
]
  .map(ipRange)
  .filter((range) => range !== undefined);

export function isPrivate(text: string): boolean {
  const range = ipRange(text);
  if (!range) return false;
  return privateRanges.some((wide) => {
    const free = BigInt((wide.version === 4 ? 32 : 128) - wide.bits);
    return wide.version === range.version && range.bits >= wide.bits && range.address >> free === wide.address >> free;
  });
}
