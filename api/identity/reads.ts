export type { OrganizationIntake as OrganizationWrites } from '../../db/identity/organization-intake';
export type { OrganizationRecord, OrganizationView as OrganizationReads } from '../../db/identity/organization-view';
