import type { Answer } from '../../../../domain/catalog/order-form';
import { DomainError } from '../../../../domain/errors';
import type { FetchedField } from '../../../../domain/orders/offered-choices';
import { answeredOfVendor, checkOffered, toldForChoices } from '../../../../domain/orders/offered-choices';
import { field } from '../../../support/forms';

const choicesUrl = 'https://v.example/choices';
const fetched = (key: string): FetchedField => ({ ...field({ key, type: 'choice' }), choicesUrl });
const choices = ['eu', 'us'].map((value) => ({ value, label: value.toUpperCase() }));
const refusedPlaces = (answers: Record<string, Answer>): readonly string[] => {
  try {
    checkOffered(
      answers,
      Object.keys(answers).map((key) => ({ field: fetched(key), choices })),
    );
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.places.map(({ pointer }) => pointer);
  }
};

describe('checkOffered', () => {
  it('takes what the vendor offers, and tells every place that is something else', () => {
    expect(refusedPlaces({ a: 'eu', b: ['us', 'eu'], c: [] })).toEqual([]);
    expect(refusedPlaces({ a: 'EU', b: ['us', 'mars'], c: 'us', d: true })).toEqual([
      '/answers/a',
      '/answers/b',
      '/answers/d',
    ]);
  });
});

describe('answeredOfVendor', () => {
  it('finds the answers that only the vendor can judge', () => {
    const fields = [field({ key: 'zone' }), fetched('region'), fetched('constructor')];
    expect(answeredOfVendor(fields, { zone: 'a', region: 'eu' }).map(({ key }) => key)).toEqual(['region']);
  });
});

describe('toldForChoices', () => {
  it('is told what the choices depend on, and nothing else', () => {
    const region = { ...fetched('region'), choicesDependOn: ['zone', 'toString'] };
    expect(toldForChoices(region, { zone: 'a', name: 'Bea' })).toEqual({ zone: 'a' });
    expect(toldForChoices(fetched('region'), { zone: 'a' })).toEqual({});
  });
});
