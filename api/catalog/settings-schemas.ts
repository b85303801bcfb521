import { z } from 'zod';
import { componentKeyIn, decimalOut, keyIn, orNull, quantityIn, textIn } from '../shapes';
import { attributeValueIn } from './category-schemas';
import { formFieldsIn, formFieldsOut, orderCheckIn, orderCheckOut, orderFormIn, orderFormOut } from './form-schemas';
import { languageIn, planTextsIn, planTextsOut, textsIn, textsOut } from './text-schemas';
import { termsOfServiceIn, termsOfServiceOut } from './terms-schemas';

/** Decimal text, or a whole number: YAML writes both without quotes. A fraction in JSON has to be text. */
export const decimalIn = z.union([quantityIn, z.int().nonnegative()]).transform(String);

// A setting is described once for each way: as a file gives it, with its default, and as it is told.

const couponRuleOut = z
  .enum(['allowed', 'forbidden', 'demanded'])
  .meta({ description: 'Whether it is sold with a coupon.' });

const minimumMonthsText = 'Order window, a multiple of the period: as long as it lasts, prices stay as they were sold.';
const autoRenewOut = z
  .boolean()
  .meta({ description: 'Whether it goes on at the end of its order window; else it ends there.' });
const lifespanText = 'Hours that it lasts, in the place of a period; then it ends.';

const unitOut = z.enum(['month', 'half-month', 'day', 'hour', 'quantity']);
const unitText =
  'What prices of each period are asked for, if not for all of it: a line counts the units that its period touches.';
const alignmentOut = z.enum(['anchored', 'calendar']).meta({
  description:
    'Whether periods are counted from the activation, or begin on the billing day; then the first is the part before it.',
});
const billingDayText = 'Day of the month on which periods of the calendar begin; in a shorter month its last day.';

const timeSettingsIn = {
  minimumMonths: orNull(z.int().min(1).max(120))
    .default(null)
    .meta({ description: `${minimumMonthsText} Null is the period.` }),
  autoRenew: autoRenewOut.default(true),
  lifespanHours: orNull(z.int().min(1).max(1_000_000)).default(null).meta({ description: lifespanText }),
  unit: orNull(unitOut).default(null).meta({ description: unitText }),
  alignment: alignmentOut.default('anchored'),
  billingDay: z.int().min(1).max(31).default(1).meta({ description: billingDayText }),
};

export const timeSettingsOut = {
  minimumMonths: orNull(z.number().int()).meta({ description: `${minimumMonthsText} Null is the period.` }),
  autoRenew: autoRenewOut,
  lifespanHours: orNull(z.number().int()).meta({ description: lifespanText }),
  unit: orNull(unitOut).meta({ description: unitText }),
  alignment: alignmentOut,
  billingDay: z.number().int().meta({ description: billingDayText }),
};

const changes = {
  proration: z.enum(['hours', 'days', 'seconds', 'fixed-30', 'calendar-month-days-inclusive', 'none']).meta({
    description:
      'How a part of a period is measured; with none, a begun first one costs all, and a change gives nothing back.',
  }),
  lowering: z.enum(['defer', 'now-with-credit', 'now-without-credit']).meta({
    description: 'When a change that lowers what is billed takes effect: with the next period, or at once.',
  }),
  changeInvoicing: z.enum(['now', 'next-invoice']).meta({
    description: 'When what a change charges is invoiced. A credit waits for the next invoice.',
  }),
  changeLines: z
    .enum(['two', 'delta'])
    .meta({ description: 'A credit and a charge for each component that changes, or one line with the difference.' }),
};

const refundDaysText = 'Within how many days of the activation all of it is given back; null unless it is.';

const leaving = {
  terminationRefund: z.enum(['none', 'prorated', 'full-within-days']).meta({
    description:
      'What a termination gives back of what was paid in advance: nothing, the unused part of the period by the proration, or within days of the activation everything, set-up and all. Usage is billed in any case.',
  }),
  earlyTermination: z.enum(['refused', 'charge-rest', 'allowed']).meta({
    description:
      'What becomes of a termination before the end of an order window of several periods: refused unless staff of the platform orders it, or the rest of the window is charged, or it is like any other.',
  }),
};

const leavingIn = {
  earlyTermination: leaving.earlyTermination.default('refused'),
  terminationRefund: leaving.terminationRefund.default('none'),
  refundDays: orNull(z.int().min(1).max(366)).default(null).meta({ description: refundDaysText }),
};

export const leavingOut = {
  ...leaving,
  refundDays: orNull(z.number().int()).meta({ description: refundDaysText }),
};

const targetsText = 'Keys of the plans of the offering that a subscription can change to; null is all of them.';

export const planSettingsIn = {
  couponRule: couponRuleOut.default('allowed'),
  upgradeTargets: orNull(z.array(z.string().max(64)).max(100))
    .default(null)
    .meta({ description: targetsText }),
  proration: changes.proration.default('hours'),
  lowering: changes.lowering.default('defer'),
  changeInvoicing: changes.changeInvoicing.default('now'),
  changeLines: changes.changeLines.default('two'),
  ...leavingIn,
  ...timeSettingsIn,
  formFields: formFieldsIn,
  texts: planTextsIn,
};

export const planSettingsOut = {
  couponRule: couponRuleOut,
  ...timeSettingsOut,
  formFields: formFieldsOut,
  upgradeTargets: orNull(z.array(z.string())).meta({ description: targetsText }),
  ...changes,
  ...leavingOut,
};

const tagsText = 'Words that it is found by.';
const attributesText = "Values of its category's attributes. A number is text in plain digits.";

const visibilityOut = z
  .enum(['public', 'groups', 'private'])
  .meta({ description: 'Whom it is for: everybody, groups of organizations, or some organizations.' });
const visibleToText = 'Keys of the groups, or ids of the organizations, that it is for.';
const capsText =
  'Most of a limit or fixed component that all subscriptions of the offering may have together, whatever their plans, by key.';

const languageText = 'Of its own words, as a tag of BCP 47; null when nobody says.';

export const offeringDetailsIn = {
  language: orNull(languageIn).default(null).meta({ description: languageText }),
  texts: textsIn({ name: textIn(300), description: textIn(10_000) }),
  tags: z
    .array(textIn(60))
    .max(20, { error: 'has more than 20 tags' })
    .refine((tags) => new Set(tags).size === tags.length, { error: 'names a tag twice' })
    .default([])
    .meta({ description: tagsText }),
  attributes: z
    .record(keyIn, attributeValueIn)
    .refine((values) => Object.keys(values).length <= 100, { error: 'has more than 100 attributes' })
    .default({})
    .meta({ description: attributesText }),
  visibility: visibilityOut.default('public'),
  visibleTo: z
    .array(keyIn)
    .max(1000, { error: 'has more than 1000 entries' })
    .refine((names) => new Set(names).size === names.length, { error: 'names one twice' })
    .default([])
    .meta({ description: visibleToText }),
  orderForm: orderFormIn,
  caps: z
    .record(componentKeyIn, decimalIn)
    .refine((caps) => Object.keys(caps).length <= 100, { error: 'has more than 100 caps' })
    .default({})
    .meta({ description: capsText, example: { seats: '500' } }),
  termsOfService: termsOfServiceIn,
  orderCheck: orderCheckIn,
};

export const offeringDetailsOut = {
  tags: z.array(z.string()).meta({ description: tagsText }),
  attributes: z.record(z.string(), z.unknown()).meta({ description: attributesText }),
  visibility: visibilityOut,
  caps: z.record(z.string(), decimalOut).meta({ description: capsText }),
};

/** For whom else an offering is, is told to its vendor alone. */
export const visibleToOut = z.array(z.string()).meta({ description: visibleToText });

/** What only its vendor is told in full, in an export. */
export const vendorDetailsOut = {
  orderForm: orderFormOut,
  termsOfService: termsOfServiceOut,
  language: orNull(z.string()).meta({ description: languageText }),
  texts: textsOut(['name', 'description']),
  orderCheck: orderCheckOut,
};

/** The same of a plan. */
export const vendorSettingsOut = { texts: planTextsOut };
