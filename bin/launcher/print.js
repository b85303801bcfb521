'use strict';

/** @typedef {{ at(bytes: number): void, done(): void }} Progress */
/**
 * @typedef {object} Printer
 * @property {(text: string) => void} step A finished step, with the time since the start.
 * @property {(text: string) => void} note A line below a step.
 * @property {(label: string, total?: number) => Progress} progress How far a download has come.
 */

/** @param {number} ms */
const seconds = (ms) => `${(ms / 1000).toFixed(1).padStart(5)} s`;

/** @param {number} bytes */
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** @param {string} label @param {number} bytes @param {number | undefined} total */
const bar = (label, bytes, total) => {
  if (!total) return `         ${label} ${megabytes(bytes)}`;
  const filled = Math.round(24 * Math.min(1, bytes / total));
  return `         ${label} [${'#'.repeat(filled)}${'.'.repeat(24 - filled)}] ${megabytes(bytes)} of ${megabytes(total)}`;
};

/**
 * A moving bar on a terminal, a line a quarter elsewhere.
 *
 * @param {NodeJS.WriteStream} out @param {string} label @param {number | undefined} total
 * @returns {Progress}
 */
const createProgress = (out, label, total) => {
  let quarter = 0;
  let width = 0;
  return {
    at: (bytes) => {
      if (out.isTTY) {
        const text = bar(label, bytes, total);
        out.write(`\r${text.padEnd(width)}`);
        width = text.length;
        return;
      }
      const reached = Math.floor((4 * bytes) / (total ?? 40e6));
      if (reached > quarter) {
        quarter = reached;
        out.write(`${bar(label, bytes, total)}\n`);
      }
    },
    done: () => {
      if (out.isTTY && width > 0) out.write(`\r${' '.repeat(width)}\r`);
      width = 0;
    },
  };
};

/**
 * Times count from the start of the process.
 *
 * @param {NodeJS.WriteStream} [out]
 * @returns {Printer}
 */
const createPrinter = (out = process.stdout) => ({
  step: (text) => void out.write(`${seconds(performance.now())}  ${text}\n`),
  note: (text) => void out.write(`         ${text}\n`),
  progress: (label, total) => createProgress(out, label, total),
});

/** @type {Printer} */
const silent = { step: () => {}, note: () => {}, progress: () => ({ at: () => {}, done: () => {} }) };

module.exports = { createPrinter, silent };
