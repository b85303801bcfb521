import type { OfferingEntry } from '../../../../domain/catalog/catalog-file';
import { checkTexts } from '../../../../domain/catalog/check-texts';
import { offeringEntry, planEntry } from '../../../support/catalog-files';
import { field } from '../../../support/forms';

const placesOf = (given: Partial<OfferingEntry>): string[] => {
  const places: string[] = [];
  checkTexts(offeringEntry(given), (pointer) => void places.push(pointer));
  return places;
};
const german = { language: 'en', texts: { de: { name: 'Tisch' } } };
const choices = [{ value: 'eu', label: 'Europe' }];

describe('checkTexts', () => {
  it('takes an offering without other languages, and one that is told in each of its languages', () => {
    expect(placesOf({})).toEqual([]);
    const texts = { de: { name: 'Monatlich', components: { seats: { name: 'Plätze' } } } };
    const orderForm = [field({ type: 'choice', choices, texts: { de: { choices: { eu: 'Europa' } } } })];
    expect(placesOf({ ...german, plans: [planEntry({ texts })], orderForm })).toEqual([]);
  });

  it('refuses words that nobody would ever be told', () => {
    expect(placesOf({ ...german, language: null })).toEqual(['/language']);
    expect(placesOf({ ...german, language: 'de' })).toEqual(['/texts/de']);
    const fr = { fr: { name: 'x', components: { nothing: { name: 'x' } } } };
    const orderForm = [field({ type: 'choice', choices, texts: { fr: { choices: { us: 'x' } } } })];
    expect(placesOf({ ...german, plans: [planEntry({ texts: fr })], orderForm })).toEqual([
      '/plans/0/texts/fr',
      '/plans/0/texts/fr/components/nothing',
      '/orderForm/0/texts/fr',
      '/orderForm/0/texts/fr/choices',
    ]);
  });

  it('knows components of planned prices too', () => {
    const { components } = planEntry();
    const later = components.map((component) => ({ ...component, key: 'later' }));
    const plannedPrices = [{ validFrom: '2027-01-01T00:00:00.000Z', components: later }];
    const texts = { de: { components: { later: { name: 'Später' } } } };
    expect(placesOf({ ...german, plans: [planEntry({ texts, plannedPrices })] })).toEqual([]);
  });
});
