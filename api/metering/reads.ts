export type { UsageIntake as UsageWrites, UsageResult } from '../../db/metering/usage-intake';
export type { UsageView as UsageReads } from '../../db/metering/usage-view';
