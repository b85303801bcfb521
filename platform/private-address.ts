import { BlockList, isIP } from 'node:net';

// What IANA lists as not globally reachable.
const notPublic = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  notPublic.addSubnet(net, prefix, 'ipv4');
}
// Teredo, documentation, 6to4 and more documentation: parts of the public range that lead elsewhere.
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  notPublic.addSubnet(net, prefix, 'ipv6');
}

// Public IPv6 is one range; everything else is local, reserved or IPv4 in another dress (`::ffff:127.0.0.1`).
const publicRange = new BlockList();
publicRange.addSubnet('2000::', 3, 'ipv6');

/** True for an address that is not on the public internet: a vendor's URL must not reach into the house. */
export const isPrivateAddress = (address: string): boolean => {
  const kind = isIP(address);
  if (kind === 4) return notPublic.check(address, 'ipv4');
  return kind !== 6 || notPublic.check(address, 'ipv6') || !publicRange.check(address, 'ipv6');
};
