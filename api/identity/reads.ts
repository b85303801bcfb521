export type { OrganizationIntake as OrganizationWrites } from '../../db/identity/organization-intake';
export type { OrganizationRecord, OrganizationView as OrganizationReads } from '../../db/identity/organization-view';
export type { ApiKeyRecord, ApiKeyView as ApiKeyReads } from '../../db/identity/api-key-view';
export type { ApiKeyIntake as ApiKeyWrites } from '../../db/identity/api-key-intake';
export type { ProjectIntake as ProjectWrites } from '../../db/identity/project-intake';
export type { ProjectRecord, ProjectView as ProjectReads } from '../../db/identity/project-view';
export type { LoginView as LoginReads } from '../../db/identity/login-view';
export type { LoginIntake as LoginWrites } from '../../db/identity/login-intake';
