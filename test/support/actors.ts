import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { ApplicationFailure } from '@temporalio/common';
import { createBeginAdvance } from '../../api/clocks/advance';
import { createSubmitOrder } from '../../api/orders/submission';
import { createClockView } from '../../db/clocks/clock-view';
import { DomainError } from '../../domain/errors';
import type { OrderDecision, OrderState } from '../../domain/orders/order';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import type { SubscriptionState } from '../../domain/subscriptions/subscription';
import type { Report, ReportKind, RunState, RunVerb } from '../../domain/syndication/run';
import type { ApproverAct, OrderAnswer } from '../../workflows/orders/contract';
import { answerApprovers, cancelOrder, decideOrder, orderWorkflowId } from '../../workflows/orders/contract';
import { reportArrived, syndicationWorkflowId } from '../../workflows/syndication/contract';
import type { OrderOptions, Product, ProductOptions } from './market';
import { addProduct, createMarket, purchaseOf, terminationOf } from './market';
import type { VendorEvent } from './vendor-process';
import type { Stage } from './workflow-stage';

/** Looks until something is there. */
export const until = async <T>(what: string, look: () => Promise<T | undefined>, limitMs = 45_000): Promise<T> => {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await sleep(25);
  }
};

/** Asks again where no answer came in time, with the same id, as every careful client does. */
const patiently = async <T>(call: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) || attempt === 5) throw error;
    }
  }
};

/** The code that a call is refused with. */
const refusalOf = async (call: Promise<unknown>): Promise<string> => {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return 'nothing';
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
    return error.cause.type ?? 'untyped';
  }
  return error instanceof DomainError ? error.code : (error as Error).name;
};

export interface ReportOptions {
  readonly reportId?: string;
  readonly message?: string;
  readonly percent?: number;
  readonly at?: string;
  /** False: it is stored, but its signal gets lost. */
  readonly signalled?: boolean;
}

/** Everyone who acts upon the workflows: buyers, approvers, vendors and owners of test clocks. */
export const createActors = async (stage: Stage) => {
  const { client, knex } = stage;
  const market = await createMarket(stage);
  const submitOrder = createSubmitOrder(client);

  const submit = (order: PlacedOrder): Promise<OrderAnswer> =>
    patiently(() => submitOrder(order, `${order.kind} of Team CRM`));
  const decide = (
    orderId: string,
    verdict: OrderDecision['verdict'] = 'approve',
    more: Partial<OrderDecision> = {},
  ): Promise<OrderAnswer> => {
    const decidedAt = new Date().toISOString();
    const decision = { decisionId: randomUUID(), verdict, by: market.approverId, comment: null, decidedAt, ...more };
    const order = client.workflow.getHandle(orderWorkflowId(orderId));
    return patiently(() => order.executeUpdate(decideOrder, { updateId: decision.decisionId, args: [decision] }));
  };
  const cancel = (orderId: string): Promise<OrderAnswer> =>
    client.workflow
      .getHandle(orderWorkflowId(orderId))
      .executeUpdate(cancelOrder, { args: [{ by: market.buyerId, at: new Date().toISOString() }] });

  /** People whom policies name. */
  const people = async (...names: readonly string[]): Promise<string[]> => {
    const users = names.map((name) => ({ id: randomUUID(), name }));
    await knex('users').insert(users);
    return users.map(({ id }) => id);
  };
  /** Somebody without roles who acts on an order that waits. */
  const say = <Said extends object>(
    orderId: string,
    update: UpdateDefinition<OrderAnswer, [ApproverAct & Said]>,
    said: Said & { readonly by: string; readonly at: string },
  ): Promise<OrderAnswer> =>
    client.workflow
      .getHandle(orderWorkflowId(orderId))
      .executeUpdate(update, { args: [{ grants: [], standsInFor: [], ...said }] });
  const answer = (orderId: string, text: string, at: string): Promise<OrderAnswer> =>
    client.workflow
      .getHandle(orderWorkflowId(orderId))
      .executeUpdate(answerApprovers, { args: [{ by: market.buyerId, text, at }] });

  const untilState = (table: 'orders' | 'subscriptions' | 'syndication_runs', id: string, state: string) =>
    until(`${table} ${id} to be ${state}`, async () => {
      const row: unknown = await knex(table).where({ id, state }).first('id');
      return row === undefined ? undefined : id;
    });

  /** The nth run of a subscription with this verb, once it is there. */
  const runOf = (subscriptionId: string, verb: RunVerb, nth = 0): Promise<string> =>
    until(`a run to ${verb} ${subscriptionId}`, async () => {
      const rows = await knex<{ id: string; subscription_id: string; verb: string; started_at: string }>(
        'syndication_runs',
      )
        .where({ subscription_id: subscriptionId, verb })
        .orderBy('started_at')
        .select('id');
      return rows[nth]?.id;
    });

  const report = async (runId: string, kind: ReportKind, options: ReportOptions = {}): Promise<void> => {
    const { reportId = randomUUID(), message = null, percent = null, signalled = true } = options;
    const reportedAt = options.at ?? new Date().toISOString();
    const resourceRef = kind === 'deployed' ? 'tenant-1' : null;
    const taken: Report = { reportId, kind, message, percent, resourceRef, reportedAt };
    await knex<Record<string, unknown>>('provisioning_reports')
      .insert({
        run_id: runId,
        report_id: reportId,
        kind,
        message,
        percent,
        resource_ref: resourceRef,
        reported_at: reportedAt,
        reported_by: market.approverId,
        signalled,
        claimed_until: reportedAt,
      })
      .onConflict()
      .ignore();
    if (signalled) await client.workflow.getHandle(syndicationWorkflowId(runId)).signal(reportArrived, taken);
  };

  const untilPeriod = (subscriptionId: string, index: number): Promise<true> =>
    until(`period ${index} of ${subscriptionId}`, async () => {
      const row: unknown = await knex('subscriptions')
        .where({ id: subscriptionId })
        .andWhere('period_index', '>=', index)
        .first('id');
      return row === undefined ? undefined : true;
    });
  const untilClosed = async (workflowId: string): Promise<void> => {
    await client.workflow
      .getHandle(workflowId)
      .result()
      .catch(() => undefined);
  };
  /** What the workflow says of itself, once it says this. */
  const untilDetails = (workflowId: string, pattern: RegExp): Promise<string> =>
    until(`${workflowId} to say ${pattern.source}`, async () => {
      const metadata = await client.workflow
        .getHandle(workflowId)
        .query<{ readonly currentDetails?: string }>('__temporal_workflow_metadata');
      return pattern.test(metadata.currentDetails ?? '') ? metadata.currentDetails : undefined;
    });

  /** The workflows that a list filtered like this shows, once it shows any. */
  const untilListed = (query: string): Promise<string[]> =>
    until(`workflows of ${query}`, async () => {
      const ids: string[] = [];
      for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId);
      return ids.length === 0 ? undefined : ids;
    });
  const untilReceived = (product: Product, events: number): Promise<readonly VendorEvent[]> =>
    until(`${events} events to reach the vendor`, async () => {
      const received = await stage.vendor.received(product.vendorName);
      return received.length >= events ? received : undefined;
    });

  const createClock = async (now: string): Promise<string> => {
    const id = randomUUID();
    await knex('test_clocks').insert({ id, name: 'Sandbox', now, target: now, state: 'ready' });
    return id;
  };
  const beginAdvance = createBeginAdvance(client, createClockView(knex));
  const advanced = (clockId: string, to: string): Promise<true> =>
    until(`the clock to stand at ${to}`, async () => {
      const row: unknown = await knex('test_clocks').where({ id: clockId, now: to, state: 'ready' }).first('id');
      return row === undefined ? undefined : true;
    });
  /** Advances the clock and waits until everything due by then is done. */
  const advance = async (clockId: string, to: string): Promise<void> => {
    await beginAdvance(clockId, to);
    await advanced(clockId, to);
  };

  const use = async (subscriptionId: string, quantity: string, at: string): Promise<void> => {
    await knex('usage_records').insert({
      source: 'meter',
      event_id: randomUUID(),
      subscription_id: subscriptionId,
      vendor_id: knex('subscriptions').where({ id: subscriptionId }).select('vendor_id'),
      component: 'calls',
      quantity,
      occurred_at: at,
      recorded_at: at,
      recorded_by: market.approverId,
    });
  };

  /** A purchase that its creator may approve, up to the vendor's event. */
  const buy = async (product: Product, options: OrderOptions = {}): Promise<PlacedOrder> => {
    const order = purchaseOf(market, product, { approvedByCreator: true, ...options });
    await submit(order);
    return order;
  };
  /** A subscription that its vendor has reported as deployed. */
  const activate = async (product: Product, at?: string, options: OrderOptions = {}): Promise<PlacedOrder> => {
    const order = await buy(product, options);
    if (!['instant', 'clinging', 'slow'].includes(product.plugin)) {
      await report(await runOf(order.subscriptionId, 'provision'), 'deployed', at === undefined ? {} : { at });
    }
    await untilState('orders', order.id, 'done');
    return order;
  };
  const orderTermination = async (
    product: Product,
    subscriptionId: string,
    options: OrderOptions = {},
  ): Promise<PlacedOrder> => {
    const order = terminationOf(market, product, subscriptionId, options);
    await submit(order);
    return order;
  };

  return {
    market,
    product: (options?: ProductOptions) => addProduct(stage, market, options),
    purchase: (product: Product, options?: OrderOptions) => purchaseOf(market, product, options),
    termination: (product: Product, subscriptionId: string, options?: OrderOptions) =>
      terminationOf(market, product, subscriptionId, options),
    submit,
    decide,
    people,
    say,
    answer,
    cancel,
    runOf,
    report,
    createClock,
    beginAdvance,
    advance,
    advanced,
    refusalOf,
    untilPeriod,
    untilClosed,
    untilDetails,
    untilReceived,
    untilListed,
    use,
    buy,
    activate,
    orderTermination,
    untilOrder: (id: string, state: OrderState) => untilState('orders', id, state),
    untilSubscription: (id: string, state: SubscriptionState) => untilState('subscriptions', id, state),
    untilRun: (id: string, state: RunState) => untilState('syndication_runs', id, state),
  };
};

export type Actors = Awaited<ReturnType<typeof createActors>>;
