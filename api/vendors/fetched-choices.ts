import { createHash, randomUUID } from 'node:crypto';
import type { Answers, Choice } from '../../domain/catalog/order-form';
import type { FetchedField } from '../../domain/orders/offered-choices';
import { toldForChoices } from '../../domain/orders/offered-choices';
import { RequestProblem } from '../request-problem';
import { readChoices } from './answers';
import type { VendorCalls } from './calls';
import { VendorCallError } from './calls';

/** Short enough that what a vendor adds shows soon, long enough that a form of many buyers is one question. */
const keptMs = 15_000;
/** A vendor that fails is left alone as long as a buyer needs to try again. */
const failureKeptMs = 2_000;
const keptMost = 2_000;

/** The field of a plan whose choices are asked for, with the answers so far. */
interface ChoicesWanted {
  readonly vendorId: string;
  readonly offeringId: string;
  readonly planId: string;
  readonly currency: string;
  readonly field: FetchedField;
  readonly answers: Answers;
  /** Where the request speaks of the field. */
  readonly pointer: string;
}

/** Choices as their vendor tells them, fetched once for all who ask alike within seconds. */
export interface FetchedChoices {
  /** @throws RequestProblem `choices-unavailable` */
  readonly of: (wanted: ChoicesWanted) => Promise<readonly Choice[]>;
}

interface Kept {
  readonly choices: Promise<readonly Choice[]>;
  until: number;
}

export const createFetchedChoices = (vendors: Pick<VendorCalls, 'ask'>): FetchedChoices => {
  const kept = new Map<string, Kept>();

  const fetch = (key: string, { vendorId, field, ...asked }: ChoicesWanted): Kept => {
    const { offeringId, planId, currency } = asked;
    const answers = toldForChoices(field, asked.answers);
    const body = { type: 'CHOICES', offeringId, planId, currency, field: field.key, answers };
    const choices = vendors.ask({ vendorId, url: field.choicesUrl, id: randomUUID(), body }, readChoices);
    // Whoever asks while it is under way waits for the same answer.
    const entry = { choices, until: Number.POSITIVE_INFINITY };
    const keepFor = (ms: number) => (): void => void (entry.until = performance.now() + ms);
    choices.then(keepFor(keptMs), keepFor(failureKeptMs));
    kept.delete(key);
    kept.set(key, entry);
    const [oldest] = kept.keys();
    if (kept.size > keptMost && oldest !== undefined) kept.delete(oldest);
    return entry;
  };

  return {
    of: async (wanted) => {
      const key = keyOf(wanted);
      const found = kept.get(key);
      const entry = found !== undefined && performance.now() < found.until ? found : fetch(key, wanted);
      try {
        return await entry.choices;
      } catch (error) {
        throw error instanceof VendorCallError ? unavailable(wanted, error) : error;
      }
    },
  };
};

// A digest, so that what is kept does not grow with the answers.
const keyOf = ({ vendorId, offeringId, planId, currency, field, answers }: ChoicesWanted): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        ...[vendorId, offeringId, planId, currency, field.key, field.choicesUrl],
        Object.entries(toldForChoices(field, answers)),
      ]),
    )
    .digest('base64');

const unavailable = ({ field, pointer }: ChoicesWanted, { fault, message }: VendorCallError): RequestProblem =>
  new RequestProblem('choices-unavailable', `the choices of ${field.key} cannot be had: ${message}`, {
    details: { field: field.key, fault },
    errors: [{ in: 'body', pointer, detail: 'its choices cannot be had from the vendor at present' }],
    headers: { 'retry-after': '3' },
  });
