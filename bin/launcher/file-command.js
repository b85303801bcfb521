'use strict';

const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { reasonOf } = require('./ways.js');

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

/** @param {string} field A field with another value. @param {string | null} from @param {string | null} to */
const fieldLine = (field, from, to) => `${field} ${JSON.stringify(from)} → ${JSON.stringify(to)}`;

/**
 * A command that imports a file over the API, or exports one.
 * @param {{ command: string, address: string, about: string, keyOf: string, linesOf: (answer: any) => string[] }} spec
 */
const runFileCommand = ({ command, address, about, keyOf, linesOf }) => {
  const usage = `Usage: npm run ${command} -- import FILE [--dry-run]
       npm run ${command} -- export [--json]

${about}

Environment:
  ENTREPOT_API_KEY   a key of ${keyOf}
  ENTREPOT_API_URL   the API (default: http://127.0.0.1:8080)`;

  /** @param {string} file @param {boolean} dryRun */
  const importFile = async (file, dryRun) => {
    const type = file.endsWith('.json') ? 'application/json' : 'application/yaml';
    const text = await call(`${address}/import${dryRun ? '?dryRun=true' : ''}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: readFileSync(locate(file)),
    });
    const answer = JSON.parse(text);
    for (const line of linesOf(answer)) console.log(line);
    const { length } = answer.changes;
    console.log(length === 0 ? 'nothing to change' : `${length} changes${dryRun ? ', none made' : ' made'}`);
  };

  /** @param {boolean} asJson */
  const exportAll = async (asJson) => {
    const accept = asJson ? 'application/json' : 'application/yaml';
    process.stdout.write(await call(`${address}/export`, { headers: { accept } }));
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
    } else throw new Error(usage);
  };

  main(process.argv.slice(2)).catch((error) => {
    console.error(reasonOf(error));
    process.exitCode = 1;
  });
};

module.exports = { runFileCommand, fieldLine };
