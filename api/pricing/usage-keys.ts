import type { Charge } from '../../domain/catalog/offering';
import { pointerPart } from '../problem';
import { RequestProblem } from '../request-problem';

/** Something with components. */
interface Metered {
  readonly components: readonly { readonly key: string; readonly charge: Charge }[];
}

/**
 * Usage can be expected of what one of these meters: what was left out of a purchase is not metered.
 * @throws RequestProblem `validation-failed`
 */
export const checkUsageKeys = (usage: Readonly<Record<string, string>>, ...of: readonly Metered[]): void => {
  const metered = new Set(
    of.flatMap(({ components }) => components.filter(({ charge }) => charge === 'usage').map(({ key }) => key)),
  );
  const unknown = Object.keys(usage).filter((key) => !metered.has(key));
  if (unknown.length === 0) return;
  throw new RequestProblem('validation-failed', 'the plan meters no component of this key', {
    errors: unknown.map((key) => ({
      in: 'body',
      pointer: `/expectedUsage/${pointerPart(key)}`,
      detail: 'is not a usage component of the plan',
    })),
  });
};
