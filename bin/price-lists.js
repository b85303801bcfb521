'use strict';

const { requireNode } = require('./launcher/node-version.js');
requireNode();

const { fieldLine, runFileCommand } = require('./launcher/file-command.js');

/** @param {{ kind: string, level: string, name: string, fields: { field: string, from: string | null, to: string | null }[], added: string[], changed: string[], removed: string[] }} change */
const lineOf = ({ kind, level, name, fields, added, changed, removed }) =>
  [
    `${kind} ${level} ${JSON.stringify(name)}`,
    ...fields.map(({ field, from, to }) => fieldLine(field, from, to)),
    ...added.map((plan) => `+${plan}`),
    ...changed.map((plan) => `~${plan}`),
    ...removed.map((plan) => `-${plan}`),
  ].join('  ');

/** @param {{ priceList: string, planId: string, component: string, tier: number | null, part: string, before: string, after: string, belowCost: boolean }} price */
const priceLine = ({ priceList, planId, component, tier, part, before, after, belowCost }) =>
  `  ${JSON.stringify(priceList)} ${planId} ${component}${tier === null ? '' : ` tier ${tier}`} ${part}: ${before} → ${after}${belowCost ? '  BELOW COST' : ''}`;

runFileCommand({
  command: 'price-lists',
  address: '/v1/price-lists',
  about:
    'Imports the price lists of a tier from a YAML or JSON file and tells every price that changes, or writes them to\nthe standard output.',
  keyOf: "the tier's owner or manager",
  linesOf: ({ changes, prices }) => [...changes.map(lineOf), ...prices.map(priceLine)],
});
