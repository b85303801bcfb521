export type { AuditEntry, AuditIntake as AuditWrites } from '../../db/audit/audit-intake';
export type { AuditView as AuditReads } from '../../db/audit/audit-view';
