import { DomainError } from '../../../../domain/errors';
import type { AcceptedVersion } from '../../../../domain/orders/acceptance';
import { checkAccepted } from '../../../../domain/orders/acceptance';

const documents = [
  { key: 'terms', version: '2', title: 'Terms', text: 'Pay.' },
  { key: 'privacy', version: '1', title: 'Privacy', url: 'https://v.example' },
];
const refusedAt = (given: readonly AcceptedVersion[], of = documents): string[] => {
  try {
    checkAccepted(of, given);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'terms-not-accepted') throw error;
    return error.places.map(({ pointer, rule }) => `${pointer} ${rule}`);
  }
};

describe('checkAccepted', () => {
  const terms = { key: 'terms', version: '2' };
  const privacy = { key: 'privacy', version: '1' };

  it('takes each document at its present version, in any order', () => {
    expect(refusedAt([privacy, terms])).toEqual([]);
    expect(refusedAt([], [])).toEqual([]);
  });

  it('refuses what is missing and what is outdated, and says what to accept', () => {
    expect(refusedAt([{ ...terms, version: '1' }])).toEqual([
      '/acceptedTerms/0/version accept version 2 of terms: Terms',
      '/acceptedTerms accept version 1 of privacy: Privacy',
    ]);
  });

  it('refuses what is not to be accepted, or stands twice', () => {
    expect(refusedAt([terms, privacy, terms, { key: 'soul', version: '1' }]).map((text) => text.split(' ')[0])).toEqual(
      ['/acceptedTerms/2', '/acceptedTerms/3'],
    );
    expect(refusedAt([terms], [])).toHaveLength(1);
  });
});
