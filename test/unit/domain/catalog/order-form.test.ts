import type { FormField } from '../../../../domain/catalog/order-form';
import { askedFields, checkAsked, checkOrderForm, fieldTypes } from '../../../../domain/catalog/order-form';
import { field } from '../../../support/forms';

const refusalsOf = (form: readonly FormField[]): string[] => {
  const places: string[] = [];
  checkOrderForm(form, (pointer) => void places.push(pointer));
  return places;
};

describe('checkOrderForm', () => {
  it('takes a field of every type', () => {
    const choices = [{ value: 'a', label: 'A' }];
    const form = fieldTypes.map((type) => field({ key: type, type, ...(/^choice/.test(type) ? { choices } : {}) }));
    expect(refusalsOf(form)).toEqual([]);
  });

  it('refuses keys and choices that stand twice', () => {
    const twice = [1, 2].map(() => ({ value: 'a', label: 'A' }));
    expect(refusalsOf([field({}), field({})])).toEqual(['/1/key']);
    expect(refusalsOf([field({ type: 'choice', choices: twice })])).toEqual(['/0/choices/1/value']);
  });

  it('refuses a rule that means nothing for its type', () => {
    expect(refusalsOf([field({ type: 'boolean', pattern: 'x', maxLength: 3, min: '1' })])).toEqual([
      '/0/pattern',
      '/0/maxLength',
      '/0/min',
    ]);
    expect(refusalsOf([field({ choices: [{ value: 'a', label: 'A' }] })])).toEqual(['/0/choices']);
  });

  it('refuses a choice of nothing, and one of two lists', () => {
    const choices = [{ value: 'a', label: 'A' }];
    expect(refusalsOf([field({ type: 'choice' })])).toEqual(['/0']);
    expect(refusalsOf([field({ type: 'choice', choices, choicesUrl: 'https://v.example' })])).toEqual(['/0']);
  });

  it('has a vendor told only answers to earlier questions, and no secret', () => {
    const region = (choicesDependOn: string[]) =>
      field({ key: 'region', type: 'choice', choicesUrl: 'https://v.example', choicesDependOn });
    const form = [field({ key: 'zone' }), field({ key: 'password', type: 'secret' })];
    expect(refusalsOf([...form, region(['zone'])])).toEqual([]);
    expect(refusalsOf([...form, region(['zone', 'zone', 'password', 'later']), field({ key: 'later' })])).toEqual(
      [1, 2, 3].map((at) => `/2/choicesDependOn/${at}`),
    );
    expect(refusalsOf([...form, field({ key: 'plain', choicesDependOn: ['zone'] })])).toEqual(['/2/choicesDependOn']);
    expect(refusalsOf([field({ type: 'choice', choicesUrl: 'https://v.example', default: 'eu' })])).toEqual([
      '/0/default',
    ]);
  });

  it('refuses bounds that no answer lies between', () => {
    expect(refusalsOf([field({ minLength: 4, maxLength: 3 })])).toEqual(['/0/maxLength']);
    expect(refusalsOf([field({ type: 'decimal', min: '10', max: '9.5' })])).toEqual(['/0/max']);
  });

  it('refuses a default that an order could not hold', () => {
    expect(refusalsOf([field({ type: 'integer', default: '7', max: '6' })])).toEqual(['/0/default']);
    expect(refusalsOf([field({ type: 'secret', default: 'known to all' })])).toEqual(['/0/default']);
    expect(refusalsOf([field({ type: 'integer', default: '6', max: '6' })])).toEqual([]);
  });

  it('refuses a question that depends on a later one, on a secret, or on an answer that cannot be', () => {
    const shownWhen = { field: 'backup', is: true };
    const backup = field({ key: 'backup', type: 'boolean' });
    expect(refusalsOf([backup, field({ shownWhen })])).toEqual([]);
    expect(refusalsOf([field({ shownWhen }), backup])).toEqual(['/0/shownWhen/field']);
    expect(refusalsOf([field({ key: 'backup', type: 'secret' }), field({ shownWhen })])).toEqual([
      '/1/shownWhen/field',
    ]);
    expect(refusalsOf([backup, field({ shownWhen: { ...shownWhen, is: 'yes' } })])).toEqual(['/1/shownWhen/is']);
  });
});

describe('checkAsked', () => {
  it('refuses what the form does not have, what stands twice, and a question without the one it depends on', () => {
    const form = [field({ key: 'a' }), field({ key: 'b', shownWhen: { field: 'a', is: 'x' } })];
    const places: string[] = [];
    checkAsked(['b', 'c', 'b'], form, (pointer) => void places.push(pointer));
    expect(places).toEqual(['/0', '/1', '/2', '/2']);
    checkAsked(['b', 'a'], form, (pointer) => void places.push(`again ${pointer}`));
    expect(places).toHaveLength(4);
  });
});

describe('askedFields', () => {
  it('asks what the plan names, in the order of the form', () => {
    const orderForm = ['a', 'b', 'c'].map((key) => field({ key }));
    expect(askedFields({ orderForm }, { formFields: ['c', 'a'] }).map(({ key }) => key)).toEqual(['a', 'c']);
    expect(askedFields({ orderForm }, { formFields: [] })).toEqual([]);
  });
});
