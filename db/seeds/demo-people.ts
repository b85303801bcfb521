import { randomBytes } from 'node:crypto';
import type { Role, ScopeKind } from '../../domain/identity/permission-table';

/** A fixed id: loading the demo market again meets the same rows. */
export const demoId = (nth: number): string => `e0000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;

export const platformId = demoId(1);
export const distributorId = demoId(2);
export const resellerId = demoId(3);
export const customerId = demoId(4);
export const crmVendorId = demoId(5);
export const consultingVendorId = demoId(6);
export const projectId = demoId(10);
export const testClockId = demoId(20);

export const organizations = [
  { id: platformId, name: 'Entrepot Marketplace', kinds: ['platform'], invoice_prefix: 'EN', tax_percent: '20' },
  { id: distributorId, name: 'Alpine Distribution', kinds: ['distributor'], parent_id: platformId },
  {
    id: resellerId,
    name: 'Brenta Cloud',
    kinds: ['reseller'],
    parent_id: distributorId,
    invoice_prefix: 'BR',
    tax_percent: '20',
  },
  {
    id: customerId,
    name: 'Dolomite Outfitters',
    kinds: ['customer'],
    parent_id: resellerId,
    zone: 'Europe/Vienna',
    sandbox: true,
    test_clock_id: testClockId,
  },
  { id: crmVendorId, name: 'Nimbus Software', kinds: ['vendor'] },
  { id: consultingVendorId, name: 'Granite Consulting', kinds: ['vendor'] },
];

/** Somebody with an API key. */
interface Person {
  readonly id: string;
  readonly role: string;
  readonly name: string;
  readonly organizationId?: string;
  readonly projectId?: string;
  readonly grants: readonly { readonly role: Role; readonly scope: ScopeKind; readonly scopeId: string | null }[];
}

const ownerOf = (scopeId: string) => ({ role: 'owner', scope: 'organization', scopeId }) as const;

export const people: readonly Person[] = [
  {
    id: demoId(101),
    role: 'buyer',
    name: 'Bea Moser',
    organizationId: customerId,
    projectId,
    grants: [{ role: 'project.member', scope: 'project', scopeId: projectId }],
  },
  {
    id: demoId(102),
    role: 'approver',
    name: 'Ada Conti',
    organizationId: customerId,
    projectId,
    grants: [ownerOf(customerId), { role: 'approver', scope: 'organization', scopeId: customerId }],
  },
  {
    id: demoId(103),
    role: 'reseller',
    name: 'Carlo of Brenta',
    organizationId: resellerId,
    grants: [ownerOf(resellerId)],
  },
  {
    id: demoId(104),
    role: 'distributor',
    name: 'Dora of Alpine',
    organizationId: distributorId,
    grants: [ownerOf(distributorId)],
  },
  {
    id: demoId(105),
    role: 'vendor',
    name: 'Nimbus provisioning',
    organizationId: crmVendorId,
    grants: [ownerOf(crmVendorId)],
  },
  {
    id: demoId(106),
    role: 'consultant',
    name: 'Gregor of Granite',
    organizationId: consultingVendorId,
    grants: [ownerOf(consultingVendorId)],
  },
  {
    id: demoId(107),
    role: 'platform',
    name: 'Entrepot operator',
    organizationId: platformId,
    grants: [{ role: 'platform.admin', scope: 'platform', scopeId: null }],
  },
];

/** What one person of the demo market needs to call the API; kept in a file that its owner alone can read. */
export interface KeyEntry {
  readonly role: string;
  readonly name: string;
  readonly key: string;
  readonly organizationId?: string;
  readonly projectId?: string;
  /** Signs the events to this vendor. */
  readonly webhookSecret?: string;
}

/** A key for everybody: the known one, or a new one. */
export const createDemoKeys = (known: readonly KeyEntry[] = []): readonly KeyEntry[] =>
  people.map((person) => {
    const { role, name, organizationId, projectId: project } = person;
    const before = known.find((entry) => entry.role === role);
    return {
      role,
      name,
      key: before?.key ?? `ek_${randomBytes(24).toString('base64url')}`,
      ...(organizationId === undefined ? {} : { organizationId }),
      ...(project === undefined ? {} : { projectId: project }),
      ...(organizationId === crmVendorId
        ? { webhookSecret: before?.webhookSecret ?? `whsec_${randomBytes(24).toString('base64')}` }
        : {}),
    };
  });
