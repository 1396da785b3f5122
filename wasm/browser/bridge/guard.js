/**
 * The border between the module and the browser: nothing that the browser or the page throws crosses
 * it, since it would end the module's work in the middle (a case would be created and never told).
 */

/**
 * What an import answers when the browser threw; 0, "nothing", "no", for all others.
 * - random: refused, and the form says that it cannot send
 * - local_time, advance, value_height: no text, no width, no height
 * @typedef {Record<string, (...given: any[]) => any>} Imports
 */

/**
 * @param {Imports} imports
 * @param {(name: string, error: unknown) => void} failed
 * @returns {Imports}
 */
export function guarded(imports, failed) {
  /** @type {Imports} */
  const safe = {};
  for (const [name, call] of Object.entries(imports))
    safe[name] = (...numbers) => {
      try {
        return call(...numbers);
      } catch (error) {
        failed(name, error);
        return 0;
      }
    };
  return safe;
}

/**
 * The same for what the compiler's own glue imports.
 * @param {WebAssembly.Imports} glue
 * @param {Imports} own guarded already
 * @param {(name: string, error: unknown) => void} failed
 */
export function guardGlue(glue, own, failed) {
  const known = new Set(Object.values(own));
  for (const space of Object.values(glue)) {
    const given = /** @type {Record<string, any>} */ (space);
    for (const [name, call] of Object.entries(given))
      if (typeof call === 'function' && !known.has(call))
        given[name] = guarded({ [name]: call }, failed)[name];
  }
}
