export type { ProceedsView as ProceedsReads } from '../../db/proceeds/proceeds-view';
