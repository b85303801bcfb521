'use strict';

const START_HELP = `Usage: npm start -- [flags]

Starts Postgres, a Temporal server, the API, the worker and the demo vendor, and plays the demo story once.

  --no-demo   an empty marketplace: no demo data, no demo vendor, no story
  --fresh     forgets all state first (downloads are kept)
  --help      this text

Environment:
  DATABASE_URL       use this Postgres, start none
  TEMPORAL_ADDRESS   use this Temporal server, start none
  ENTREPOT_HOME      where state lives (default: .entrepot)
  API_PORT, WORKER_HEALTH_PORT, VENDOR_PORT, POSTGRES_PORT, TEMPORAL_PORT, TEMPORAL_UI_PORT
                     preferred ports; a free one is found when one is taken
  API_HOST           the address the API listens on (default: 127.0.0.1)
`;

/**
 * @param {readonly string[]} args
 * @returns {{ demo: boolean, fresh: boolean, help: boolean, unknown: string[] }}
 */
const parseStartFlags = (args) => {
  const known = ['--no-demo', '--fresh', '--help', '-h'];
  return {
    demo: !args.includes('--no-demo'),
    fresh: args.includes('--fresh'),
    help: args.includes('--help') || args.includes('-h'),
    unknown: args.filter((arg) => !known.includes(arg)),
  };
};

/** The jest projects that run without Postgres and Temporal. */
const SERVERLESS = ['unit', 'architecture', 'replay'];

/**
 * The projects named after `--selectProjects`; undefined means all of them.
 *
 * @param {readonly string[]} args
 * @returns {string[] | undefined}
 */
const selectedProjects = (args) => {
  const at = args.findIndex((arg) => /^--(selectProjects|select-projects)(=|$)/.test(arg));
  if (at < 0) return undefined;
  const inline = args[at]?.split('=')[1];
  const rest = args.slice(at + 1);
  const end = rest.findIndex((arg) => arg.startsWith('-'));
  const listed = end < 0 ? rest : rest.slice(0, end);
  return inline === undefined ? listed : [inline, ...listed];
};

/** @param {readonly string[]} args */
const needsServers = (args) => {
  const projects = selectedProjects(args);
  return projects === undefined || projects.length === 0 || projects.some((name) => !SERVERLESS.includes(name));
};

module.exports = { START_HELP, needsServers, parseStartFlags, selectedProjects };
