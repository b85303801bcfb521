import type { GuardedHttp } from '../../platform/guarded-http';
import { OutsideCallError } from '../../platform/guarded-http';
import type { Logger } from '../../platform/logger';
import { signatureHeaders } from '../../platform/message-signature';
import type { SecretBox } from '../../platform/secrets';
import { vendorEndpointContext } from '../../platform/secrets';
import { createLanes, LaneFullError } from './lanes';
import type { VendorEndpointReads } from './reads';

/** A buyer waits for it: no longer than somebody looks at a form that does nothing. */
const longestAnswerMs = 4_000;
/** More at a time would let the buyers of one vendor keep it, or this process, busy. */
const callsAtATime = 4;
const waitingMost = 40;
/** A long list of choices has a tenth of it. */
const answerMostBytes = 256 * 1024;

/** Why a vendor could not be asked, or has answered what is no answer. */
export type VendorFault =
  | OutsideCallError['fault']
  | 'busy'
  /** Another status than a 2xx, and with it what came as a redirect. */
  | 'status'
  | 'not-json'
  /** JSON, but not what was asked for. */
  | 'unfit';

export class VendorCallError extends Error {
  readonly fault: VendorFault;

  constructor(fault: VendorFault, message: string) {
    super(message);
    this.name = 'VendorCallError';
    this.fault = fault;
  }
}

interface VendorQuestion {
  readonly vendorId: string;
  readonly url: string;
  /** The same id is the same question. */
  readonly id: string;
  readonly body: object;
}

/** Asks vendors, at addresses that they have given, while a buyer waits. */
export interface VendorCalls {
  /** Why an address is never called, as far as it tells by itself. */
  readonly refusalOf: (url: string) => string | undefined;
  /**
   * Posts a question, signed where the vendor has a secret, and reads the JSON of its answer, undefined where that is empty.
   * @throws VendorCallError
   */
  readonly ask: <T>(question: VendorQuestion, read: (answer: unknown) => T) => Promise<T>;
}

export interface VendorCallDeps {
  readonly http: GuardedHttp;
  readonly endpoints: VendorEndpointReads;
  readonly secrets: SecretBox;
  readonly log: Logger;
  /** Only tests wait for less. */
  readonly timeoutMs?: number;
}

export const createVendorCalls = (deps: VendorCallDeps): VendorCalls => {
  const { http, log, timeoutMs = longestAnswerMs } = deps;
  const lanes = createLanes(callsAtATime, waitingMost);

  const post = async ({ url, id, vendorId, body: asked }: VendorQuestion, signal: AbortSignal): Promise<unknown> => {
    const body = JSON.stringify(asked);
    const headers = {
      ...{ accept: 'application/json', 'accept-encoding': 'identity' },
      'content-type': 'application/json; charset=utf-8',
      ...(await signed(deps, vendorId, id, body)),
    };
    const answer = await http.post({ url, body, headers, signal, readMostBytes: answerMostBytes });
    if (answer.status < 200 || answer.status >= 300)
      throw new VendorCallError('status', `the vendor answered ${answer.status}`);
    return jsonOf(answer.body);
  };

  return {
    refusalOf: http.refusalOf,
    ask: async (question, read) => {
      const { vendorId } = question;
      // The deadline counts from here, and so for what waits as well.
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        return read(await lanes.run(vendorId, deadline, () => post(question, deadline)));
      } catch (error) {
        const failure = failureOf(error, deadline);
        if (failure === undefined) throw error;
        log.warn({ vendorId, fault: failure.fault, reason: failure.message }, 'a vendor could not be asked');
        throw failure;
      }
    },
  };
};

const signed = async (
  { endpoints, secrets }: Pick<VendorCallDeps, 'endpoints' | 'secrets'>,
  vendorId: string,
  id: string,
  body: string,
): Promise<Record<string, string>> => {
  const endpoint = await endpoints.find(vendorId);
  if (endpoint === undefined) return { 'webhook-id': id };
  const secret = secrets.open(endpoint.sealedSecret, vendorEndpointContext(vendorId));
  return signatureHeaders(secret, { id, body, sentAt: new Date() });
};

const jsonOf = (text: string): unknown => {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new VendorCallError('not-json', 'the vendor answered what is not JSON');
  }
};

const failureOf = (error: unknown, deadline: AbortSignal): VendorCallError | undefined => {
  if (error instanceof VendorCallError) return error;
  if (error instanceof LaneFullError) return new VendorCallError('busy', 'too many are asking the vendor already');
  if (error instanceof OutsideCallError) return new VendorCallError(error.fault, toldOf(error));
  return deadline.aborted ? new VendorCallError('timed-out', 'no answer came in time') : undefined;
};

// What a broken connection says of itself may name addresses of the house.
const toldOf = ({ fault, message }: OutsideCallError): string =>
  fault === 'unreachable' ? 'the vendor could not be reached' : message;
