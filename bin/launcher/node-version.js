'use strict';

/**
 * @param {string} version Such as v20.19.0.
 * @returns {string | undefined} Why it cannot be used.
 */
const nodeObjection = (version) => {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const fits = (major > 20 || (major === 20 && minor >= 19)) && major < 26;
  return fits ? undefined : `Node ${version} is not supported; 20.19 or later, below 26, is needed`;
};

/** Ends the process where it would only fail later, and less clearly. */
const requireNode = () => {
  const objection = nodeObjection(process.version);
  if (objection === undefined) return;
  console.error(objection);
  process.exit(1);
};

module.exports = { nodeObjection, requireNode };
