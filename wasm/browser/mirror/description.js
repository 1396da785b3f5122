/** The module's description of the real controls, as mirror.hpp orders its strings. */

/** @typedef {[string, string][]} Pairs label and value, or value and label */

/**
 * @typedef {object} Described one control
 * @property {string} key
 * @property {string} kind text, textarea, select, files, submit or button
 * @property {string} name
 * @property {string} label
 * @property {string} hint
 * @property {string} error
 * @property {string} counter
 * @property {string} most code points that the value may have, or ''
 * @property {string} value of `files`: the accept attribute; of a file: its name as it is shown
 * @property {string} flags r required, d disabled, o read-only, s segments, h hidden, a digit: Placed::variant
 * @property {string} type
 * @property {string} mode of `files`: that they may be dropped; of a file: the letters of its badge
 * @property {string} autocomplete
 * @property {string} placeholder of a choice: what stands for no option; of `files`: that they are chosen here
 * @property {Pairs} options value and label
 */

/**
 * @typedef {object} Description
 * @property {string} language
 * @property {string} heading
 * @property {string} intro
 * @property {string} alertTitle
 * @property {string} alertBody
 * @property {string} status
 * @property {string} mark of required fields
 * @property {{title: string, share: string, left: string, right: string}} progress
 * @property {Pairs} receipt
 * @property {Described[]} controls
 */

/** @param {string[]} strings @returns {Description} */
export function decode(strings) {
  let at = 0;
  const next = () => strings[at++];
  const pairs = () => {
    /** @type {Pairs} */
    const list = [];
    for (let left = Number(next()); left > 0; --left) list.push([next(), next()]);
    return list;
  };
  const [language, heading, intro, alertTitle, alertBody, status, mark] = strings;
  at = 7;
  const progress = { title: next(), share: next(), left: next(), right: next() };
  const receipt = pairs();
  /** @type {Described[]} */
  const controls = [];
  while (at < strings.length) {
    const [key, kind, name, label, hint, error, counter] = strings.slice(at, (at += 7));
    const [most, value, flags, type, mode, autocomplete, placeholder] = strings.slice(
      at,
      (at += 7),
    );
    controls.push({
      ...{ key, kind, name, label, hint, error, counter },
      ...{ most, value, flags, type, mode, autocomplete, placeholder },
      options: pairs(),
    });
  }
  return {
    ...{ language, heading, intro, alertTitle, alertBody, status, mark },
    ...{ progress, receipt, controls },
  };
}
