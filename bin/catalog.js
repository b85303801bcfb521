'use strict';

const { requireNode } = require('./launcher/node-version.js');
requireNode();

const { fieldLine, runFileCommand } = require('./launcher/file-command.js');

/** @param {{ kind: string, offering: string, plan?: string, validFrom?: string, fields?: { field: string, from: string | null, to: string | null }[], added?: string[], changed?: string[], removed?: string[] }} change */
const lineOf = ({ kind, offering, plan, validFrom, fields = [], added = [], changed = [], removed = [] }) =>
  [
    `${kind} ${plan === undefined ? offering : `${offering}/${plan}`}`,
    ...(validFrom === undefined ? [] : [`from ${validFrom}`]),
    ...fields.map(({ field, from, to }) => fieldLine(field, from, to)),
    ...added.map((key) => `+${key}`),
    ...changed.map((key) => `~${key}`),
    ...removed.map((key) => `-${key}`),
  ].join('  ');

runFileCommand({
  command: 'catalog',
  address: '/v1/catalog',
  about: "Imports a vendor's catalog from a YAML or JSON file, or writes it to the standard output.",
  keyOf: "the vendor's owner or manager",
  linesOf: ({ changes }) => changes.map(lineOf),
});
