import { writtenOffering } from '../../../../domain/catalog/catalog-export';
import { chosen, completed, defaultOfferingDetails, defaultPlanSettings } from '../../../../domain/catalog/settings';
import { offeringEntry, planEntry } from '../../../support/catalog-files';

describe('settings', () => {
  it('keeps only what differs from the default, and is whole again with the defaults', () => {
    const settings = { ...defaultPlanSettings, couponRule: 'demanded' as const };
    expect(chosen(defaultPlanSettings, settings)).toEqual({ couponRule: 'demanded' });
    expect(completed(defaultPlanSettings, { couponRule: 'demanded' })).toEqual(settings);
    expect(chosen(defaultPlanSettings, defaultPlanSettings)).toEqual({});
  });

  it('has a file say no setting that is the default', () => {
    const written = writtenOffering(offeringEntry({ plans: [planEntry()] }));
    for (const setting of Object.keys(defaultOfferingDetails)) expect(written).not.toHaveProperty(setting);
    for (const setting of Object.keys(defaultPlanSettings)) expect(written.plans[0]).not.toHaveProperty(setting);
    expect(writtenOffering(offeringEntry({ tags: ['crm'] }))).toMatchObject({ key: 'crm', tags: ['crm'] });
  });
});
