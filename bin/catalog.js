'use strict';

const { requireNode } = require('./launcher/node-version.js');
requireNode();

const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { reasonOf } = require('./launcher/ways.js');

const USAGE = `Usage: npm run catalog -- import FILE [--dry-run]
       npm run catalog -- export [--json]

Imports a vendor's catalog from a YAML or JSON file, or writes it to the standard output.

Environment:
  ENTREPOT_API_KEY   a key of the vendor's owner or manager
  ENTREPOT_API_URL   the API (default: http://127.0.0.1:8080)
`;

/** Longer than the largest file takes. */
const LIMIT_MS = 120_000;

/** @param {string} address @param {RequestInit} [request] */
const call = async (address, request = {}) => {
  const key = process.env.ENTREPOT_API_KEY;
  if (!key) throw new Error('ENTREPOT_API_KEY is not set');
  const url = new URL(address, process.env.ENTREPOT_API_URL ?? 'http://127.0.0.1:8080');
  const headers = { ...request.headers, authorization: `Bearer ${key}` };
  const response = await fetch(url, { ...request, headers, signal: AbortSignal.timeout(LIMIT_MS) });
  const text = await response.text();
  if (!response.ok) throw new Error(refusalOf(text) ?? `${url.href} answers ${response.status}`);
  return text;
};

/** What a problem says, a line for each place. @param {string} text @returns {string | undefined} */
const refusalOf = (text) => {
  try {
    const { title, detail, errors = [] } = JSON.parse(text);
    const places = errors.map(
      (/** @type {{ pointer: string, detail: string }} */ error) => `  ${error.pointer || '/'}: ${error.detail}`,
    );
    return [detail === undefined ? title : `${title}: ${detail}`, ...places].join('\n');
  } catch {
    return undefined;
  }
};

// npm runs its scripts in the project's folder; a file is named from where the caller is.
/** @param {string} file */
const locate = (file) => {
  const fromCaller = path.resolve(process.env.INIT_CWD ?? '.', file);
  return existsSync(fromCaller) ? fromCaller : file;
};

/** @param {{ kind: string, offering: string, plan?: string, validFrom?: string, fields?: { field: string, from: string | null, to: string | null }[], added?: string[], changed?: string[], removed?: string[] }} change */
const lineOf = ({ kind, offering, plan, validFrom, fields = [], added = [], changed = [], removed = [] }) =>
  [
    `${kind} ${plan === undefined ? offering : `${offering}/${plan}`}`,
    ...(validFrom === undefined ? [] : [`from ${validFrom}`]),
    ...fields.map(({ field, from, to }) => `${field} ${JSON.stringify(from)} → ${JSON.stringify(to)}`),
    ...added.map((key) => `+${key}`),
    ...changed.map((key) => `~${key}`),
    ...removed.map((key) => `-${key}`),
  ].join('  ');

/** @param {string} file @param {boolean} dryRun */
const importFile = async (file, dryRun) => {
  const type = file.endsWith('.json') ? 'application/json' : 'application/yaml';
  const text = await call(`/v1/catalog/import${dryRun ? '?dryRun=true' : ''}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: readFileSync(locate(file)),
  });
  const { changes } = JSON.parse(text);
  for (const change of changes) console.log(lineOf(change));
  console.log(
    changes.length === 0 ? 'nothing to change' : `${changes.length} changes${dryRun ? ', none made' : ' made'}`,
  );
};

/** @param {boolean} asJson */
const exportAll = async (asJson) => {
  const accept = asJson ? 'application/json' : 'application/yaml';
  process.stdout.write(await call('/v1/catalog/export', { headers: { accept } }));
};

/** @param {readonly string[]} words */
const main = async (words) => {
  const flags = words.filter((word) => word.startsWith('-'));
  const [verb, file, ...rest] = words.filter((word) => !word.startsWith('-'));
  const takes = (/** @type {string} */ flag) => flags.every((given) => given === flag);
  if (verb === 'import' && file !== undefined && rest.length === 0 && takes('--dry-run')) {
    await importFile(file, flags.length > 0);
  } else if (verb === 'export' && file === undefined && takes('--json')) {
    await exportAll(flags.length > 0);
  } else throw new Error(USAGE.trim());
};

main(process.argv.slice(2)).catch((error) => {
  console.error(reasonOf(error));
  process.exitCode = 1;
});
