import { defineSignal } from '@temporalio/workflow';
import type { Report } from '../../domain/syndication/run';

export const syndicationWorkflowId = (runId: string): string => `syndication/${runId}`;

/** A vendor's report, relayed from the inbox. */
export const reportArrived = defineSignal<[Report]>('reportArrived');
