export type { ApprovalHistory, ApprovalView as ApprovalReads } from '../../db/approvals/approval-view';
export type { DelegationIntake as DelegationWrites } from '../../db/approvals/delegation-intake';
export type { DelegationView as DelegationReads } from '../../db/approvals/delegation-view';
export type { PolicyIntake as PolicyWrites } from '../../db/approvals/policy-intake';
export type { PolicyView as PolicyReads } from '../../db/approvals/policy-view';
