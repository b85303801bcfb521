import { decisionIdOf, orderIdOf, requestHashOf, subscriptionIdOf } from '../../../api/orders/identity';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('orderIdOf', () => {
  it('is the same for the same caller and key', () => {
    expect(orderIdOf('bea', 'k')).toMatch(uuid);
    expect(orderIdOf('bea', 'k')).toBe(orderIdOf('bea', 'k'));
  });

  it('never changes from version to version', () => {
    expect(orderIdOf('bea', 'k')).toMatchInlineSnapshot(`"11bfbc86-bb3a-5031-8bde-d0b117fe78a1"`);
    expect(subscriptionIdOf(orderIdOf('bea', 'k'))).toMatchInlineSnapshot(`"9619d187-dac8-5e6c-abf9-fe00994e9e60"`);
  });

  it('differs for another caller, however the two are cut', () => {
    expect(orderIdOf('bea', 'k')).not.toBe(orderIdOf('ada', 'k'));
    expect(orderIdOf('a', 'bc')).not.toBe(orderIdOf('ab', 'c'));
  });
});

describe('decisionIdOf', () => {
  it('differs by person and by verdict', () => {
    const ids = [
      decisionIdOf('ada', 'k', 'approve'),
      decisionIdOf('ada', 'k', 'reject'),
      decisionIdOf('eve', 'k', 'approve'),
    ];
    expect(new Set(ids).size).toBe(3);
  });
});

describe('requestHashOf', () => {
  it('does not see the order of keys', () => {
    expect(requestHashOf({ a: 1, b: { c: '2', d: [1, 2] } })).toBe(requestHashOf({ b: { d: [1, 2], c: '2' }, a: 1 }));
  });

  it('sees every value and the order of lists', () => {
    const hashes = [{ a: '1' }, { a: '2' }, { a: 1 }, { a: ['1', '2'] }, { a: ['2', '1'] }].map(requestHashOf);
    expect(new Set(hashes).size).toBe(5);
  });
});
