import { z } from 'zod';
import { decimal, isDecimalText } from '../../domain/decimal';
import { DomainError } from '../../domain/errors';
import { may } from '../../domain/identity/permission';
import type { RealClock } from '../../platform/clock';
import { permit } from '../access';
import type { Route } from '../route';
import { route } from '../route';
import { decimalOut, idIn, idOut, orNull, quantityIn } from '../shapes';
import type { PlatformShareReads, PlatformShareWrites } from './reads';

export interface PlatformShareDeps {
  readonly platformShares: PlatformShareReads;
  readonly platformShareWrites: PlatformShareWrites;
  readonly now: RealClock;
}

const percentIn = quantityIn
  .refine((text) => !isDecimalText(text) || decimal(text).lte('100'), { error: 'lies outside 0 to 100' })
  .meta({ description: 'Percent of what the vendor asks, rounded on each line.' });

const ShareBody = z
  .strictObject({
    vendorId: orNull(idIn).default(null).meta({ description: 'Null is all vendors that have no share of their own.' }),
    percent: orNull(percentIn).meta({ description: 'Null sets none: that of all counts for the vendor, or nothing.' }),
  })
  .meta({ id: 'PlatformShareRequest', example: { vendorId: null, percent: '12.5' } });

const ShareOut = z
  .object({
    vendorId: orNull(idOut),
    percent: orNull(decimalOut).meta({ description: 'Null where the platform keeps nothing.' }),
    isOwn: z.boolean().meta({ description: 'False where that of all counts for the vendor.' }),
  })
  .meta({
    id: 'PlatformShare',
    description: 'What the platform keeps of sales that no distributor or reseller makes.',
  });

const ShareQuery = z.strictObject({
  vendorId: idIn.optional().meta({ description: 'Without it that of all, for the platform.' }),
});

const common = { tag: 'Price lists', access: 'authenticated', path: '/v1/platform-share' } as const;

/** The share that the platform keeps of sales without a channel. */
export const platformShareRoutes = ({
  platformShares,
  platformShareWrites,
  now,
}: PlatformShareDeps): readonly Route[] => {
  const found = async (vendorId: string | null) => {
    const share = await platformShares.find(vendorId);
    if (share === undefined) throw new DomainError('organization-not-found', 'there is no such vendor');
    return share;
  };
  return [
    route(
      {
        ...common,
        method: 'get',
        operationId: 'getPlatformShare',
        summary: 'What the platform keeps of sales of a vendor without a channel',
        description: 'For the platform, and for the vendor itself.',
        query: ShareQuery,
        status: 200,
        response: ShareOut,
        problems: ['forbidden', 'organization-not-found'],
      },
      async ({ caller, query: { vendorId } }) => {
        if (vendorId === undefined) permit(caller, 'proceeds.read', { organizationIds: [] });
        else if (!may(caller, 'proceeds.read', { organizationIds: [vendorId] }))
          throw new DomainError('organization-not-found', 'there is no such vendor');
        return found(vendorId ?? null);
      },
    ),
    route(
      {
        ...common,
        method: 'put',
        operationId: 'setPlatformShare',
        summary: 'Sets what the platform keeps of sales of a vendor, or of all',
        description:
          'For the platform. Later sales without a distributor and a reseller are made with it, and renewals of those; what runs keeps the share of its sale.',
        permission: 'platform-share.write',
        body: ShareBody,
        status: 200,
        response: ShareOut,
        problems: ['forbidden', 'organization-not-found'],
      },
      async ({ caller, body }) => {
        await found(body.vendorId);
        await platformShareWrites.set({ ...body, userId: caller.userId, now: now() });
        return found(body.vendorId);
      },
    ),
  ];
};
