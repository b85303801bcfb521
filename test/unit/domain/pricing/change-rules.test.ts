import { checkChange, checkUpgradeTarget } from '../../../../domain/pricing/change-rules';
import type { Terms } from '../../../../domain/pricing/terms';
import { april, changeOf, flat, perUnit, soldAt, termsWith } from '../../../support/changes';
import { refusal } from '../../../support/refusals';

const kept = soldAt('seats', 'limit', perUnit('6'), { downgradable: false });
const team = (seats: string, fields: Partial<Terms> = {}) => termsWith([kept], { quantities: { seats }, ...fields });
const check = (before: Terms, after: Terms, at?: string) => () => {
  checkChange(changeOf(before, after, at));
};

describe('checkChange', () => {
  it('takes instants from the start of the open period, before its end', () => {
    expect(check(team('3'), team('4'), april.start)).not.toThrow();
    expect(check(team('3'), team('4'), '2026-04-30T23:59:59.999Z')).not.toThrow();
    for (const at of [april.end, '2026-03-31T23:59:59.999Z'])
      expect(check(team('3'), team('4'), at)).toThrow(refusal('change-outside-period'));
  });

  it('refuses a change that is none, however its numbers are written', () => {
    expect(check(team('3'), team('3.0'))).toThrow(refusal('change-empty'));
    expect(check(team('3'), team('3', { planId: 'other' }))).not.toThrow();
  });

  it('refuses another currency', () => {
    expect(check(team('3'), team('4', { currency: 'USD' }))).toThrow(refusal('currency-differs'));
  });

  it('refuses less of what is not lowered, in another plan too, unless that has nothing of the kind', () => {
    const lowered = refusal('component-not-downgradable');
    expect(check(team('3'), team('2'))).toThrow(lowered);
    expect(check(team('3'), team('2', { planId: 'other' }))).toThrow(lowered);
    expect(check(team('3'), termsWith([]))).toThrow(lowered);
    const flatRate = termsWith([soldAt('licence', 'fixed', flat('9'))], { planId: 'other' });
    expect(check(team('3'), flatRate)).not.toThrow();
  });
});

describe('checkUpgradeTarget', () => {
  const to = { id: '2', key: 'large' };
  it('takes the plans that a plan leads to: all where it says nothing, none where it lists none', () => {
    const from = (upgradeTargets: readonly string[] | null) => () => {
      checkUpgradeTarget({ id: '1', upgradeTargets }, to);
    };
    expect(from(null)).not.toThrow();
    expect(from(['large'])).not.toThrow();
    expect(from([])).toThrow(refusal('plan-not-upgrade-target'));
    expect(() => {
      checkUpgradeTarget({ id: '2', upgradeTargets: [] }, to);
    }).not.toThrow();
  });
});
