'use strict';

const fs = require('node:fs');

/** @typedef {{ role: string, name: string, key: string, organizationId?: string, projectId?: string }} ApiKey */

/** @param {string} file @returns {ApiKey[]} One a role. */
const readKeys = (file) => {
  if (!fs.existsSync(file)) return [];
  const keys = /** @type {ApiKey[]} */ (JSON.parse(fs.readFileSync(file, 'utf8')));
  return keys.filter(({ role }, at) => keys.findIndex((key) => key.role === role) === at);
};

/**
 * A plan that the buyer can have priced; undefined when there is none, or nobody to ask.
 *
 * @param {string} apiUrl @param {readonly ApiKey[]} keys
 * @returns {Promise<string | undefined>}
 */
const findPlan = async (apiUrl, keys) => {
  const buyer = keys.find(({ role }) => role === 'buyer');
  if (!buyer) return undefined;
  /** @param {string} path @returns {Promise<any>} */
  const get = async (path) => {
    const headers = { authorization: `Bearer ${buyer.key}` };
    const response = await fetch(`${apiUrl}/v1/${path}`, { headers, signal: AbortSignal.timeout(3_000) });
    return response.json();
  };
  try {
    const { items } = await get('offerings?search=CRM&limit=1');
    const { plans } = await get(`offerings/${items[0].id}`);
    return plans[0].id;
  } catch {
    return undefined;
  }
};

/**
 * The workflows of one customer, or all of them.
 *
 * @param {string} uiUrl @param {string} namespace @param {string | undefined} organizationId
 */
const workflowsUrl = (uiUrl, namespace, organizationId) => {
  const page = `${uiUrl.replace(/\/$/, '')}/namespaces/${encodeURIComponent(namespace)}/workflows`;
  return organizationId === undefined ? page : `${page}?query=${encodeURIComponent(`OrgId="${organizationId}"`)}`;
};

/**
 * Three calls to begin with: what is sold, what it costs, and what has been ordered.
 *
 * @param {string} apiUrl @param {ApiKey | undefined} caller @param {string | undefined} planId
 */
const curls = (apiUrl, caller, planId) => {
  const call = `curl -s -H 'Authorization: Bearer ${caller?.key ?? '<API key>'}'`;
  const body = {
    projectId: caller?.projectId ?? '<project id>',
    planId: planId ?? '<plan id>',
    quantities: { seats: '5' },
  };
  return [
    `  ${call} '${apiUrl}/v1/offerings?search=CRM'`,
    `  ${call} -H 'Content-Type: application/json' -d '${JSON.stringify(body)}' ${apiUrl}/v1/quotes`,
    `  ${call} '${apiUrl}/v1/orders?limit=5'`,
  ];
};

/**
 * What a person needs to go on.
 *
 * @param {object} options
 * @param {string} options.apiUrl
 * @param {string | undefined} options.temporalUi
 * @param {string | undefined} [options.namespace]
 * @param {readonly ApiKey[]} options.keys
 * @param {string | undefined} [options.planId] A plan that can be priced.
 * @param {string} options.logs
 * @returns {string}
 */
const welcome = ({ apiUrl, temporalUi, namespace = 'default', keys, planId, logs }) => {
  const width = Math.max(0, ...keys.map(({ role }) => role.length));
  const buyer = keys.find(({ role }) => role === 'buyer');
  return [
    '',
    `API             ${apiUrl}`,
    `API reference   ${apiUrl}/docs`,
    ...(temporalUi ? [`Temporal UI     ${workflowsUrl(temporalUi, namespace, buyer?.organizationId)}`] : []),
    `Logs            ${logs}`,
    ...(keys.length > 0 ? ['', 'API keys'] : []),
    ...keys.map(({ role, name, key }) => `  ${role.padEnd(width)}  ${key}  (${name})`),
    ...(buyer ? ['', `Try, as ${buyer.name}`, ...curls(apiUrl, buyer, planId)] : []),
    '',
    'Ctrl-C stops.',
    '',
  ].join('\n');
};

module.exports = { findPlan, readKeys, welcome };
