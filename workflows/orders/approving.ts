import * as wf from '@temporalio/workflow';
import type { Decider } from '../../domain/approvals/decide';
import { answerApprovers, askBuyer, checkDecider, decide, hasCounted, reassign } from '../../domain/approvals/decide';
import type { ApprovalRun, RunMove } from '../../domain/approvals/run';
import { letPass } from '../../domain/approvals/time-passes';
import { orderEventOf } from '../../domain/orders/approval';
import type { OrderDecision } from '../../domain/orders/order';
import { checkPending, nextOrderState } from '../../domain/orders/order';
import type { ApproverAct, OrderAnswer } from './contract';
import * as contract from './contract';
import type { Life } from './life';
import { isPending } from './life';
import { act, cancel, inTurn, isDue, passTime } from './steps';

/** What people do to an order that waits. */
export const takeDecisions = (life: Life): void => {
  wf.setHandler(contract.decideOrder, (decision) => decided(life, decision), {
    validator: (decision: OrderDecision): void => {
      const run = seen(life, decision.decidedAt);
      if (!hasCounted(run, decision.decisionId)) checkDecider(run, deciderOf(life, decision));
    },
  });
  wf.setHandler(
    contract.reassignOrder,
    (said) => acted(life, said, (run) => reassign(run, actorOf(said), said.to, said.at)),
    { validator: (said: ApproverAct): void => checkDecider(seen(life, said.at), actorOf(said)) },
  );
  wf.setHandler(
    contract.askBuyer,
    (said) => acted(life, said, (run) => askBuyer(run, actorOf(said), said.text, said.at)),
    { validator: (said: ApproverAct): void => checkDecider(seen(life, said.at), actorOf(said)) },
  );
  wf.setHandler(
    contract.answerApprovers,
    (said) => acted(life, said, (run) => answerApprovers(run, said.by, said.text, said.at)),
    {
      validator: ({ by, text, at }: { readonly by: string; readonly text: string; readonly at: string }): void =>
        void answerApprovers(seen(life, at), by, text, at),
    },
  );
  wf.setHandler(contract.cancelOrder, (said) => cancelled(life, said), {
    validator: ({ at }: { readonly by: string; readonly at: string }): void =>
      void nextOrderState(stateSeen(life, at), 'cancelled'),
  });
};

export const answerOf = ({ order, s }: Life): OrderAnswer => ({ orderId: order.id, state: s.state, rev: s.rev });

const decided = async (life: Life, decision: OrderDecision): Promise<OrderAnswer> => {
  const { decisionId, verdict, comment, decidedAt: at, by } = decision;
  life.clock.see(at);
  await inTurn(life, async () => {
    if (life.s.approval !== null && hasCounted(life.s.approval, decisionId)) return;
    if (isDue(life)) await passTime(life);
    const change = (run: ApprovalRun): RunMove =>
      decide(run, deciderOf(life, decision), { decisionId, verdict, comment, at });
    // Who decided with which roles is looked at, and not kept.
    await act(life, change, { at, actorId: by, decision: { decisionId, verdict, comment, decidedAt: at, by } });
  });
  return answerOf(life);
};

const acted = async (
  life: Life,
  { by, at }: { readonly by: string; readonly at: string },
  change: (run: ApprovalRun) => RunMove,
): Promise<OrderAnswer> => {
  life.clock.see(at);
  await inTurn(life, async () => {
    if (isDue(life)) await passTime(life);
    await act(life, change, { at, actorId: by });
  });
  return answerOf(life);
};

const cancelled = async (
  life: Life,
  { by, at }: { readonly by: string; readonly at: string },
): Promise<OrderAnswer> => {
  life.clock.see(at);
  await inTurn(life, async () => {
    if (isDue(life)) await passTime(life);
    await cancel(life, { at, actorId: by });
  });
  return answerOf(life);
};

const actorOf = ({ by, grants, standsInFor }: ApproverAct): Decider => ({ userId: by, grants, standsInFor });

// Whoever sends a decision without roles has looked itself whether the person may approve.
const deciderOf = ({ order }: Life, { by, grants, standsInFor = [] }: OrderDecision): Decider => ({
  userId: by,
  grants: grants ?? [{ role: 'approver', scope: 'organization', scopeId: order.customerId }],
  standsInFor,
});

/** The approval as it is at an instant: a deadline counts, not when its timer fires. */
const seen = (life: Life, at: string): ApprovalRun => {
  const { s } = life;
  checkPending(s);
  const run = passed(life, at);
  if (run === null) throw new Error('an order that waits has an approval');
  if (run.outcome !== null)
    checkPending({ state: nextOrderState(s.state, orderEventOf[run.outcome]), decidedBy: null });
  return run;
};

const passed = ({ s, clock }: Life, at: string): ApprovalRun | null => {
  const now = at > clock.now() ? at : clock.now();
  let run = s.approval;
  for (let next = run && letPass(run, now); next !== null; next = letPass(next.run, now)) run = next.run;
  return run;
};

const stateSeen = (life: Life, at: string): Life['s']['state'] => {
  const outcome = (isPending(life) ? passed(life, at)?.outcome : undefined) ?? null;
  return outcome === null ? life.s.state : nextOrderState(life.s.state, orderEventOf[outcome]);
};
