import fc from 'fast-check';
import { isPrivateAddress } from '../../../platform/private-address';

describe('isPrivateAddress', () => {
  it.each([
    ['this host', '127.0.0.1'],
    ['this host, by another of its numbers', '127.255.255.254'],
    ['no address', '0.0.0.0'],
    ['a private network', '10.0.0.1'],
    ['a private network', '172.31.255.255'],
    ['a private network', '192.168.1.1'],
    ['the metadata of a cloud', '169.254.169.254'],
    ["a carrier's network", '100.64.0.1'],
    ['a benchmark network', '198.19.0.1'],
    ['documentation', '203.0.113.7'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['this host', '::1'],
    ['no address', '::'],
    ['IPv4 in IPv6', '::ffff:127.0.0.1'],
    ['IPv4 in IPv6, in hexadecimal', '::ffff:7f00:1'],
    ['IPv4 in IPv6, at full length', '0:0:0:0:0:FFFF:0A00:0001'],
    ['IPv4 in IPv6, of old', '::127.0.0.1'],
    ['IPv4 behind a translation', '64:ff9b::7f00:1'],
    ['IPv4 behind a local translation', '64:ff9b:1::a00:1'],
    ['IPv4 behind 6to4', '2002:7f00:1::'],
    ['IPv4 behind Teredo', '2001:0:a00:1::'],
    ['a unique local address', 'fd00::1'],
    ['a link', 'fe80::1'],
    ['a link, with its zone', 'fe80::1%eth0'],
    ['a site, of old', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['documentation', '2001:db8::1'],
    ['no address at all', 'localhost'],
    ['no address at all', ''],
  ])('finds %s private: %s', (_, address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each(['1.1.1.1', '172.15.255.255', '172.32.0.1', '100.63.255.255', '2606:4700:4700::1111', '2a00:1450:4001::'])(
    'lets %s pass, which is on the public internet',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );

  it('is not fooled by IPv4 that is written as IPv6', () => {
    fc.assert(fc.property(fc.ipV4(), (address) => isPrivateAddress(`::ffff:${address}`)));
  });
});
