import type { ErrorCode } from '../domain/errors';

/** What goes wrong at the border, before any rule has looked at the request, or beyond it. */
export type BorderCode =
  | 'validation-failed'
  | 'malformed-json'
  | 'malformed-yaml'
  | 'unauthenticated'
  | 'not-found'
  | 'method-not-allowed'
  | 'payload-too-large'
  | 'rate-limited'
  | 'unsupported-media-type'
  | 'cursor-invalid'
  | 'choices-unavailable'
  | 'order-check-unavailable'
  | 'unavailable'
  | 'internal';

export type ProblemCode = ErrorCode | BorderCode;

export interface ProblemKind {
  readonly status: number;
  /** Constant for a code; what differs from case to case is the detail. */
  readonly title: string;
  /** What a caller can do about it. */
  readonly mend: string;
}

const repeatable = 'Repeat the request later, a write with the same Idempotency-Key: nothing is done twice.';
const lookAgain = 'Read the object again and act on its present state.';
const checkId = 'Check the id. What you may not see is answered in the same way as what does not exist.';

/** One line for each code that an answer can carry; the type makes it complete. */
export const problemTable: Readonly<Record<ProblemCode, ProblemKind>> = {
  'answers-invalid': {
    status: 422,
    title: "Answers do not fit the plan's order form",
    mend: "Correct what `errors` points at; the offering's order form tells the rules of each field.",
  },
  'api-key-beyond-owner': {
    status: 422,
    title: 'The key would have more than its owner',
    mend: 'Leave out what `errors` points at: a key is limited to permissions and scopes that its owner has.',
  },
  'api-key-ended': {
    status: 409,
    title: 'The key works no more',
    mend: 'An expired or revoked key is not rotated. Make a new one.',
  },
  'api-key-limited': {
    status: 403,
    title: 'A limited key manages no other keys',
    mend: 'Use a key without limits. A limited key can rotate and revoke itself.',
  },
  'api-key-not-found': { status: 404, title: 'There is no such API key', mend: checkId },
  'api-key-overlap-invalid': {
    status: 422,
    title: 'The old key would end too early or too late',
    mend: 'Choose an instant from now on, at most 30 days from now.',
  },
  'api-keys-too-many': {
    status: 409,
    title: 'The user has as many keys as one may have',
    mend: 'Revoke keys that are not in use: `lastUsedAt` tells.',
  },
  'approval-policy-changed': {
    status: 409,
    title: 'The approval policy has been changed meanwhile',
    mend: 'Read it again, and send your change with its present version.',
  },
  'approval-policy-invalid': {
    status: 422,
    title: 'The approval policy could not work',
    mend: 'Correct what `errors` points at.',
  },
  'approval-policy-not-found': { status: 404, title: 'There is no such approval policy', mend: checkId },
  'approval-policy-taken': {
    status: 409,
    title: 'Another active policy is attached there',
    mend: 'Change that one, or make it inactive first.',
  },
  'approvers-too-few': {
    status: 422,
    title: 'Fewer people are named than have to approve',
    mend: 'Name as many people as approvals are still needed, or a role.',
  },
  'audit-entry-not-found': { status: 404, title: 'There is no such audit entry', mend: checkId },
  'attachment-not-found': { status: 404, title: 'There is no such file', mend: checkId },
  'attachment-refused': {
    status: 422,
    title: 'The file cannot be kept',
    mend: 'Send a picture (PNG, JPEG, GIF, WebP) or a PDF as what it is, under a name that ends as such files do, or remove another one first.',
  },
  'bundle-not-found': { status: 404, title: 'There is no such bundle', mend: checkId },
  'calendar-invalid': {
    status: 422,
    title: 'A setting of the billing calendar is out of bounds',
    mend: 'Billing days lie between 1 and 31, intervals are whole months, and an order window is a multiple of the period.',
  },
  'campaign-not-usable': {
    status: 422,
    title: 'The campaign cannot be used',
    mend: 'It may have ended, be sold out, or be for others or for other plans. Ask for a new quote: it has what applies now.',
  },
  'cap-reached': {
    status: 409,
    title: 'Less is left than was ordered',
    mend: 'Order less of the component, or wait until another subscription of the offering has ended; its vendor may raise the cap.',
  },
  'catalog-refused': {
    status: 422,
    title: 'The catalog cannot become what the file says',
    mend: 'Correct what `errors` points at; nothing of the file was taken. A dry run tells the same.',
  },
  'categories-refused': {
    status: 422,
    title: 'The categories cannot become what is asked',
    mend: 'Correct what `errors` points at; nothing of it was taken. What offerings are listed in neither moves nor goes.',
  },
  'category-not-found': { status: 404, title: 'There is no such category, or no such group', mend: checkId },
  'change-empty': {
    status: 422,
    title: 'The change changes nothing',
    mend: 'Name another plan, or quantities that differ from those of the subscription.',
  },
  'change-outside-period': {
    status: 422,
    title: 'The change lies outside the open period',
    mend: 'Choose an instant from the start of the open period, before its end; the details tell both.',
  },
  'choices-unavailable': {
    status: 502,
    title: 'The vendor does not tell the choices of a field',
    mend: 'Ask again in some seconds. If it stays so, tell the vendor the field and the fault in the details: its address for choices answers something else than a list.',
  },
  'component-not-downgradable': {
    status: 422,
    title: 'The quantity of this component is not lowered',
    mend: 'Keep at least the quantity in the details of the component that they name.',
  },
  'coupon-code-taken': {
    status: 409,
    title: 'You have a coupon of this code already',
    mend: 'Choose another code, or leave it out to have one generated.',
  },
  'coupon-not-found': { status: 404, title: 'There is no such coupon', mend: checkId },
  'coupon-not-usable': {
    status: 422,
    title: 'The coupon cannot be used',
    mend: 'Check the code, and ask who gave it to you whether it is for this plan and still counts; a reason in the details is a rule of the plan.',
  },
  'credit-exceeds-invoice': {
    status: 409,
    title: 'More would be credited than the invoice charges',
    mend: 'Credit at most what is left of the invoice; the details tell how much that is.',
  },
  'currency-not-priced': {
    status: 422,
    title: 'The plan has no prices in this currency',
    mend: 'Choose one of the `currencies` of the plan, or leave the currency out for its own.',
  },
  'cursor-invalid': {
    status: 400,
    title: 'The cursor is not one of this list',
    mend: 'Send `nextCursor` of the page before, unchanged, or leave the cursor out to begin anew.',
  },
  'currency-differs': {
    status: 422,
    title: 'Prices of two currencies are not compared',
    mend: 'Choose a plan that is priced in the currency of the subscription.',
  },
  'currency-unknown': {
    status: 422,
    title: 'The currency is not in ISO 4217',
    mend: 'Use a three-letter code of ISO 4217, such as EUR.',
  },
  'decimal-invalid': {
    status: 422,
    title: 'A number is not decimal text',
    mend: 'Write numbers as text in plain digits, such as "12.5", without an exponent.',
  },
  'delegation-not-found': { status: 404, title: 'You have no such delegation', mend: checkId },
  'discount-changed': {
    status: 409,
    title: 'Somebody else has changed the discount',
    mend: lookAgain,
  },
  'discount-invalid': {
    status: 422,
    title: 'A discount is not one',
    mend: 'A percentage lies between 0 and 100, and an amount is not negative.',
  },
  'discount-not-found': { status: 404, title: 'There is no such discount', mend: checkId },
  'end-before-start': {
    status: 422,
    title: 'A period ends before it starts',
    mend: 'Send an end that is later than the start.',
  },
  'exchange-rate-missing': {
    status: 422,
    title: 'There is no exchange rate for that day',
    mend: 'Ask for another day, or have the platform enter a rate from these currencies that is valid by then.',
  },
  'exchange-rate-settled': {
    status: 409,
    title: 'The exchange rate of that day is settled',
    mend: 'Enter a rate that is valid from a later day than the last one: what was converted stays as it is.',
  },
  forbidden: {
    status: 403,
    title: 'You may not do this',
    mend: 'Ask an owner of the organization for a role that holds the permission named in the details.',
  },
  'formula-invalid': {
    status: 422,
    title: 'The formula cannot be used',
    mend: 'Write an expression over the known inputs that gives a percentage for every quantity; `errors` tells what is wrong, and the details where.',
  },

  'idempotency-key-reused': {
    status: 409,
    title: 'The idempotency key came with another request',
    mend: 'Use a new Idempotency-Key for each new request, and the same one only to repeat it unchanged.',
  },
  internal: {
    status: 500,
    title: 'Something is broken on our side',
    mend: 'Repeat the request; if it fails again, tell the operator the requestId.',
  },
  'invoice-not-found': { status: 404, title: 'There is no such invoice', mend: checkId },
  'login-not-found': { status: 404, title: 'There is no such login', mend: checkId },
  'login-taken': {
    status: 409,
    title: 'The login belongs to another user',
    mend: 'Have that user remove it first: issuer and subject are one user at a time.',
  },
  'malformed-json': { status: 400, title: 'The body is not JSON', mend: 'Send well-formed JSON in UTF-8.' },
  'malformed-yaml': {
    status: 400,
    title: 'The body is not YAML as it is taken here',
    mend: 'Send one YAML document in UTF-8, without aliases, tags or keys that stand twice; `errors` tells the place.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take this method',
    mend: 'Use one of the methods in the Allow header.',
  },
  'not-found': { status: 404, title: 'There is nothing at this address', mend: 'Look the address up in /docs.' },
  'offering-not-for-sale': {
    status: 409,
    title: 'The offering takes no purchases',
    mend: 'Choose an offering that is active.',
  },
  'offering-not-found': { status: 404, title: 'There is no such offering', mend: checkId },
  'order-check-unavailable': {
    status: 502,
    title: 'The vendor, who checks its orders, does not answer',
    mend: 'Send the order again with the same Idempotency-Key. If it stays so, tell the vendor the fault in the details.',
  },
  'order-closed': { status: 409, title: 'The order no longer waits for a decision', mend: lookAgain },
  'order-decided': { status: 409, title: 'The order has been decided', mend: lookAgain },
  'order-decided-already': {
    status: 409,
    title: 'You have decided this step already',
    mend: 'Others have to decide it too.',
  },
  'order-decision-forbidden': {
    status: 403,
    title: 'You may not decide this order',
    mend: 'Those who are asked decide; its timeline says who they are.',
  },
  'order-move-illegal': { status: 409, title: 'The order is past this step', mend: lookAgain },
  'order-not-found': { status: 404, title: 'There is no such order', mend: checkId },
  'order-refused-by-vendor': {
    status: 422,
    title: 'The vendor does not take this order',
    mend: 'Correct what `errors` says, in the words of the vendor, or ask the vendor.',
  },
  'order-own': {
    status: 403,
    title: 'Nobody decides an order of their own',
    mend: 'Ask another person who may approve.',
  },
  'order-question-missing': {
    status: 409,
    title: 'No question waits for an answer',
    mend: lookAgain,
  },
  'order-question-open': {
    status: 409,
    title: 'The buyer has yet to answer a question',
    mend: 'Ask again when it is answered.',
  },
  'organization-changed': {
    status: 409,
    title: 'The organization has changed meanwhile',
    mend: 'Read it again and send your change with its present `rev`.',
  },
  'organization-closed': {
    status: 409,
    title: 'The organization is closed',
    mend: 'What is closed stays as it is; choose another one.',
  },
  'organization-exists': {
    status: 409,
    title: 'There is an organization of this name in the same place',
    mend: 'Use the one that the details name, or choose another name.',
  },
  'organization-group-not-found': { status: 404, title: 'There is no such group of organizations', mend: checkId },
  'organization-group-used': {
    status: 409,
    title: 'Offerings are for this group',
    mend: 'Have their vendors choose another visibility first; the details tell how many there are.',
  },
  'organization-in-use': {
    status: 409,
    title: 'Something of the organization still runs',
    mend: 'The details count what: end it first, or wait until it has ended.',
  },
  'organization-misplaced': {
    status: 422,
    title: 'The organization cannot stand there in the channel',
    mend: 'A reseller stands below a distributor or the platform, a customer below any seller, a vendor beside them, the platform at the top.',
  },
  'organization-not-found': { status: 404, title: 'There is no such organization', mend: checkId },
  'payload-too-large': {
    status: 413,
    title: 'The body is too large',
    mend: 'Send less at once; the details name the limit.',
  },
  'plan-not-found': { status: 404, title: 'There is no such plan', mend: checkId },
  'plan-not-upgrade-target': {
    status: 422,
    title: 'The subscription cannot change to this plan',
    mend: 'Choose a plan of `upgradeTargets` of the plan that it has.',
  },
  'price-below-cost': {
    status: 422,
    title: 'A price would lie below what its tier pays',
    mend: 'Raise the mark-up named in the details, or let the price list warn of losses rather than refuse them.',
  },
  'price-entry-invalid': {
    status: 422,
    title: 'A price list entry does not fit its plan',
    mend: 'The owner of the price list has to correct the entry named in the details.',
  },
  'price-list-broken': {
    status: 422,
    title: 'A price list inherits from a list that is missing or from itself',
    mend: 'The owner of the price list has to choose another parent for the list named in the details.',
  },
  'price-list-changed': { status: 409, title: 'The price list has changed meanwhile', mend: lookAgain },
  'price-list-exists': {
    status: 409,
    title: 'The owner has a price list of this name at this level',
    mend: 'Use the list that is there, or choose another name.',
  },
  'price-list-inherited': {
    status: 409,
    title: 'Other price lists inherit from the list',
    mend: 'Give the lists named in the details another parent first.',
  },
  'price-lists-refused': {
    status: 422,
    title: 'The price lists cannot become what the file says',
    mend: 'Correct what `errors` points at; nothing of the file was taken. A dry run tells the same.',
  },
  'price-list-not-found': { status: 404, title: 'There is no such price list', mend: checkId },
  'price-list-of-another-channel': {
    status: 422,
    title: 'No tier of the sale sells by this price list',
    mend: 'Choose a list of the platform, the distributor or the reseller that the customer buys through.',
  },
  'price-model-invalid': {
    status: 422,
    title: 'The prices of the plan have a hole',
    mend: 'The vendor has to correct the price model of the component named in the details.',
  },
  'price-version-not-found': { status: 404, title: 'There is no such price version', mend: checkId },
  'project-changed': {
    status: 409,
    title: 'The project has changed meanwhile',
    mend: 'Read it again and send your change with its present `rev`.',
  },
  'project-exists': {
    status: 409,
    title: 'The organization has a project of this name',
    mend: 'Use the one that the details name, or choose another name.',
  },
  'project-in-use': {
    status: 409,
    title: 'Something still runs in the project',
    mend: 'The details count what: terminate it first, or wait until it has ended.',
  },
  'project-not-found': { status: 404, title: 'There is no such project', mend: checkId },
  'project-not-open': {
    status: 409,
    title: 'The project has not begun, has ended, or is archived',
    mend: 'Change its days, or choose a project that is open.',
  },
  'quantity-invalid': {
    status: 422,
    title: 'A quantity does not fit the plan',
    mend: "Correct the quantity of the component named in the details; the offering's plan tells the bounds.",
  },
  'quote-expired': {
    status: 409,
    title: 'The quote can no longer be ordered',
    mend: 'Ask for a new quote; a kept one can be ordered until its `validUntil`.',
  },
  'quote-not-found': { status: 404, title: 'There is no such quote', mend: checkId },
  'quote-used': {
    status: 409,
    title: 'The quote has been ordered',
    mend: 'Read the order named in `orderId` of the quote, or ask for a new quote.',
  },
  'report-contradicts': {
    status: 409,
    title: 'The run has ended otherwise',
    mend: 'Read the run: its outcome stands. A wrong one is mended by a new order.',
  },
  'report-out-of-place': {
    status: 409,
    title: 'The report does not fit what the run asks for',
    mend: 'A run that provisions takes deployed or failed, one that terminates undeployed or failed.',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests came with this key',
    mend: 'Wait as long as `Retry-After` says. The headers `RateLimit` and `RateLimit-Policy` of every answer tell what is left.',
  },
  'role-beyond-yours': {
    status: 403,
    title: 'The role gives more than you hold yourself',
    mend: 'Ask somebody who holds all that the role gives; /v1/me tells your own roles.',
  },
  'role-last': {
    status: 409,
    title: 'Nobody else has the role',
    mend: 'Give the role to somebody else first: an organization keeps an owner, the platform an administrator.',
  },
  'run-not-found': { status: 404, title: 'There is no such syndication run', mend: checkId },
  'subscription-busy': {
    status: 409,
    title: 'Another order of this subscription is open',
    mend: 'Wait until that order has ended, or cancel it.',
  },
  'subscription-ended': { status: 409, title: 'The subscription has ended', mend: lookAgain },
  'subscription-move-illegal': { status: 409, title: 'The subscription is past this step', mend: lookAgain },
  'subscription-not-active': {
    status: 409,
    title: 'The subscription is not active',
    mend: 'Wait until it is active.',
  },
  'subscription-not-renewable': {
    status: 409,
    title: 'The subscription has no periods to renew',
    mend: 'Nothing is due again of a plan without periods.',
  },
  'subscription-not-found': { status: 404, title: 'There is no such subscription', mend: checkId },
  'terms-not-accepted': {
    status: 422,
    title: 'Terms of service are not accepted as they are now',
    mend: 'Show the buyer what `errors` names, and send `acceptedTerms` with each document and its version.',
  },
  'termination-too-early': {
    status: 409,
    title: 'The minimum duration has not passed',
    mend: 'Order the termination with `when: window-end`, or from `details.until` on.',
  },
  'test-clock-backwards': {
    status: 422,
    title: 'A test clock goes forward only, and 20 years at most',
    mend: 'Choose an instant after `now` of the clock.',
  },
  'test-clock-busy': {
    status: 409,
    title: 'The test clock is still advancing',
    mend: 'Wait until the state of the clock is ready.',
  },
  'test-clock-not-found': { status: 404, title: 'There is no such test clock', mend: checkId },
  'time-invalid': {
    status: 422,
    title: 'A time is not one',
    mend: 'Write instants as 2026-12-01T00:00:00Z and dates as 2026-12-01, in the years 0 to 9999.',
  },
  unauthenticated: {
    status: 401,
    title: 'Who calls is not known',
    mend: 'Send `Authorization: Bearer <API key>` with a key that is neither revoked nor expired.',
  },
  unavailable: { status: 503, title: 'Something we need is away for the moment', mend: repeatable },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is of a type that is not taken',
    mend: 'Send `Content-Type: application/json`.',
  },
  'usage-component-unknown': {
    status: 422,
    title: 'The plan meters no such component',
    mend: "Use the key of one of the plan's components whose charge is usage.",
  },
  'usage-outside-subscription': {
    status: 422,
    title: 'The usage lies outside the life of the subscription',
    mend: 'Send usage that occurred after the activation, before the end, and not in the future.',
  },
  'usage-beyond-bounds': {
    status: 422,
    title: 'No invoice could hold this usage',
    mend: 'Check the unit that is measured: a period holds 10^15 of it at most, and no more than can be billed.',
  },
  'usage-limit-reached': {
    status: 422,
    title: 'The limit of the component is reached',
    mend: 'Wait for the next limit period, or let the customer change to a plan with a higher limit.',
  },
  'usage-period-closed': {
    status: 422,
    title: 'The period of this usage is closed',
    mend: 'Send usage while its period is open.',
  },
  'usage-record-unfit': {
    status: 422,
    title: 'The record does not fit the component',
    mend: 'Send a uniqueKey for a component that counts them, and a quantity for any other.',
  },
  'user-not-found': { status: 404, title: 'There is no such user', mend: checkId },
  'vendor-not-found': { status: 404, title: 'There is no such vendor', mend: checkId },
  'validation-failed': {
    status: 400,
    title: 'The request does not fit its description',
    mend: 'Correct what `errors` points at; /docs describes each request.',
  },
  'zone-unknown': {
    status: 422,
    title: 'There is no such time zone',
    mend: 'Name a zone of the IANA data, such as Europe/Rome.',
  },
};

export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(problemTable, text);
