import type { ServiceDocument } from '../../../../domain/catalog/service-documents';
import { checkDocuments, checkVersions } from '../../../../domain/catalog/service-documents';

const document = (fields: Partial<ServiceDocument>): ServiceDocument => ({
  ...{ key: 'terms', version: '1', title: 'Terms' },
  ...fields,
});
const placesOf = (check: (refuse: (pointer: string) => void) => void): string[] => {
  const places: string[] = [];
  check((pointer) => void places.push(pointer));
  return places;
};

describe('checkDocuments', () => {
  it('refuses a document that says nothing, that says it twice, and one key for two', () => {
    const url = 'https://v.example/terms';
    const documents = [document({}), document({ url, text: 'Pay.' }), document({ key: 'privacy', url })];
    expect(placesOf((refuse) => checkDocuments(documents, refuse))).toEqual(['/1/key', '/0', '/1']);
  });

  it('has a document say in another language what it says in its own', () => {
    const texts = { de: { title: 'Bedingungen', url: 'https://v.example/de' } };
    expect(placesOf((refuse) => checkDocuments([document({ text: 'Pay.', texts })], refuse))).toEqual([
      '/0/texts/de/url',
    ]);
    expect(placesOf((refuse) => checkDocuments([document({ url: 'https://v.example', texts })], refuse))).toEqual([]);
  });
});

describe('checkVersions', () => {
  it('refuses other words under a version that somebody may have accepted', () => {
    const before = [document({ text: 'Pay.' }), document({ key: 'privacy', text: 'None.' })];
    const now = (fields: Partial<ServiceDocument>) =>
      placesOf((refuse) => checkVersions([document({ text: 'Pay more.', ...fields })], before, refuse));
    expect(now({})).toEqual(['/0/version']);
    expect(now({ version: '2' })).toEqual([]);
    expect(now({ text: 'Pay.' })).toEqual([]);
    expect(now({ key: 'other' })).toEqual([]);
  });
});
