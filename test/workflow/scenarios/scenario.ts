import type { Actors } from '../../support/actors';
import { createActors } from '../../support/actors';
import type { Stage } from '../../support/workflow-stage';
import type * as workflows from '../../../workflows';
import { clockAdvanceWorkflowId } from '../../../workflows/clocks/contract';
import { orderWorkflowId } from '../../../workflows/orders/contract';
import { subscriptionWorkflowId } from '../../../workflows/subscriptions/contract';
import { syndicationWorkflowId } from '../../../workflows/syndication/contract';

export type WorkflowType = keyof typeof workflows;

/** What a scenario leaves behind: the ids of the objects that it was played with. */
export interface Scene {
  readonly orderId?: string;
  readonly subscriptionId?: string;
  readonly runId?: string;
  readonly clockId?: string;
}

export interface Cue extends Actors {
  readonly stage: Stage;
}

/** One branch of the workflows, played on real servers. `records` names the workflows whose histories are kept for replays. */
export interface Scenario<S extends Scene = Scene> {
  readonly records: readonly WorkflowType[];
  readonly play: (cue: Cue) => Promise<S>;
}

export const scenario = <S extends Scene>(
  records: readonly WorkflowType[],
  play: (cue: Cue) => Promise<S>,
): Scenario<S> => ({ records, play });

/** The workflow of each type that a scene was about. */
export const workflowIdOf = (scene: Scene, type: WorkflowType): string => {
  const of = (id: string | undefined, idOf: (id: string) => string): string => {
    if (id === undefined) throw new Error(`the scene has nothing that a ${type} belongs to`);
    return idOf(id);
  };
  switch (type) {
    case 'orderWorkflow':
      return of(scene.orderId, orderWorkflowId);
    case 'subscriptionWorkflow':
      return of(scene.subscriptionId, subscriptionWorkflowId);
    case 'syndicationWorkflow':
      return of(scene.runId, syndicationWorkflowId);
    case 'clockAdvanceWorkflow':
      return of(scene.clockId, clockAdvanceWorkflowId);
  }
};

/** Each scenario's scene, to be waited for. */
export type Played<T> = { readonly [name in keyof T]: () => Promise<T[name] extends Scenario<infer S> ? S : never> };

/** Begins all scenarios at once; each is waited for by whoever asks for its scene. */
export const playAll = async <T extends Readonly<Record<string, Scenario>>>(
  stage: Stage,
  scenarios: T,
): Promise<Played<T>> => {
  const actors = await createActors(stage);
  const playing = Object.entries(scenarios).map(([name, { play }]) => {
    const scene = play({ ...actors, stage });
    // Whoever asks for it is told; nobody else has to care.
    scene.catch(() => undefined);
    return [name, () => scene];
  });
  return Object.fromEntries(playing) as Played<T>;
};
