export type { ReportIntake as ReportInbox } from '../../db/syndication/report-intake';
export type { RunRecord, RunView as RunReads } from '../../db/syndication/run-view';
