/**
 * Takes a record off the front of the module's strings (strings.hpp): its width, then its texts. What is not as wide as
 * it should be would be read as other things than it says.
 * @template {string} Name
 * @param {string[]} strings
 * @param {readonly Name[]} names of contract.js
 * @returns {Record<Name, string>}
 */
export function takeRecord(strings, names) {
  const width = Number(strings.shift());
  if (width !== names.length) throw new Error(`a record of ${width} texts, not of ${names}`);
  const texts = strings.splice(0, width);
  return /** @type {any} */ (Object.fromEntries(names.map((name, at) => [name, texts[at]])));
}
