import type { Offering } from '../../../../domain/catalog/offering';
import { defaultOfferingDetails, defaultPlanSettings } from '../../../../domain/catalog/settings';
import { translatedOffering, translatedSummary } from '../../../../domain/catalog/translation';
import { field } from '../../../support/forms';

const seats = {
  key: 'seats',
  name: 'Seats',
  unit: 'seat',
  charge: 'fixed',
  price: { kind: 'flat', price: '1' },
} as const;
const choices = [
  { value: 'eu', label: 'Europe' },
  { value: 'us', label: 'America' },
];
const offering: Offering = {
  ...{ id: 'o', vendorId: 'v', name: 'Desk', description: 'A desk', category: 'c', plugin: 'manual', state: 'active' },
  ...defaultOfferingDetails,
  language: 'en',
  texts: { de: { name: 'Tisch', description: 'Ein Tisch' }, fr: { name: 'Bureau' } },
  orderForm: [
    field({
      key: 'region',
      label: 'Region',
      type: 'choice',
      choices,
      texts: { de: { help: 'Wo', choices: { eu: 'Europa' } } },
    }),
    field({ key: 'note', label: 'Note', help: 'Any' }),
  ],
  plans: [
    {
      ...{ id: 'p', offeringId: 'o', name: 'Monthly', currency: 'EUR', periodMonths: 1, priceVersion: 1 },
      ...defaultPlanSettings,
      texts: { de: { name: 'Monatlich', components: { seats: { name: 'Plätze' } } } },
      components: [seats, { ...seats, key: 'other' }],
    },
  ],
};

describe('translatedOffering', () => {
  it('tells all of it in the best language that there is', () => {
    const told = translatedOffering(offering, ['it', 'de-CH', 'fr']);
    expect(told).toMatchObject({
      name: 'Tisch',
      description: 'Ein Tisch',
      language: 'de',
      languages: ['en', 'de', 'fr'],
    });
    expect(told.plans).toMatchObject([
      { name: 'Monatlich', components: [{ name: 'Plätze', unit: 'seat' }, { name: 'Seats' }] },
    ]);
    expect(told.orderForm).toMatchObject([
      {
        label: 'Region',
        help: 'Wo',
        choices: [
          { value: 'eu', label: 'Europa' },
          { value: 'us', label: 'America' },
        ],
      },
      { label: 'Note', help: 'Any' },
    ]);
  });

  it('tells what a language does not have in the original one', () => {
    const told = translatedOffering(offering, ['fr']);
    expect(told).toMatchObject({ name: 'Bureau', description: 'A desk', language: 'fr' });
    expect(told.plans).toMatchObject([{ name: 'Monthly', components: [seats, seats].map(({ name }) => ({ name })) }]);
    expect(told.orderForm[0]?.label).toBe('Region');
  });

  it('prefers its own words to a translation that is wanted less', () => {
    expect(translatedOffering(offering, ['en-GB', 'de'])).toMatchObject({ name: 'Desk', language: 'en' });
  });
});

describe('translatedSummary', () => {
  it('is told in the original language when none is wanted that there is', () => {
    expect(translatedSummary(offering, ['it'])).toMatchObject({ name: 'Desk', language: 'en' });
    const silent = { ...offering, language: null, texts: {} };
    expect(translatedSummary(silent, [])).toMatchObject({ name: 'Desk', language: null, languages: [] });
  });
});
