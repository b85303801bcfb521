import * as wf from '@temporalio/workflow';
import type { SubscriptionRun } from '../../domain/subscriptions/subscription-run';
import { searchAttributes } from '../search-attributes';

/** Tells operators in which state a subscription is, what it waits for, and since or until when. */
export const describe = (s: SubscriptionRun, now: string): void => {
  wf.upsertSearchAttributes([
    { key: searchAttributes.subscriptionState, value: s.state },
    { key: searchAttributes.nextDueAt, value: s.nextDueAt === null ? null : new Date(s.nextDueAt) },
  ]);
  say(s, now);
};

/** The same without the attributes, each write of which costs the server a row. */
export const say = (s: SubscriptionRun, now: string): void =>
  wf.setCurrentDetails(`**${s.state}** · plugin ${s.plugin}\n\n${now}`);

export const needsAttention = (): void =>
  wf.upsertSearchAttributes([{ key: searchAttributes.needsAttention, value: true }]);
