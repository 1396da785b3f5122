/** The module's description of the real controls: mirror.hpp tells its strings, mirror.cpp what each one is. */
import { controlRecord, headRecord } from '../bridge/contract.js';
import { takeRecord } from '../bridge/record.js';

/**
 * @typedef {[string, string][]} Pairs label and value, or value and label
 * @typedef {Record<(typeof controlRecord)[number], string> & {options: Pairs}} Described
 * @typedef {Record<(typeof headRecord)[number], string>} Head
 * @typedef {Head & {receipt: Pairs, controls: Described[]}} Description
 */

/** @param {string[]} strings are used up @returns {Description} */
export function decode(strings) {
  const next = () => strings.shift() ?? '';
  const pairs = () => {
    /** @type {Pairs} */
    const list = [];
    for (let left = Number(next()); left > 0; --left) list.push([next(), next()]);
    return list;
  };
  const head = takeRecord(strings, headRecord);
  const receipt = pairs();
  /** @type {Described[]} */
  const controls = [];
  while (strings.length) controls.push({ ...takeRecord(strings, controlRecord), options: pairs() });
  return { ...head, receipt, controls };
}
