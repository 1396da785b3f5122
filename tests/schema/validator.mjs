/** What the schemas say of documents, by ajv: what they refuse, and which keys an editor marks as unknown. */
import { Ajv2020 } from 'ajv/dist/2020.js';

import { readSchema } from './schema.mjs';

/**
 * @typedef {{ refused: string[], words: string[], unknown: string[] }} Judgement
 *   the places that are refused, why in words, and the keys that are not known; all places are JSON pointers
 */

/** What only editors read. */
const annotations = ['enumDescriptions', 'errorMessage', 'doNotSuggest'];

/**
 * Not only what the errors beside it come to.
 * @param {import('ajv').ErrorObject} error
 */
function isOwn({ keyword, params }) {
  if (keyword === 'oneOf') return params.passingSchemas !== null;
  return keyword !== 'if' && keyword !== 'anyOf';
}

/** Of a key that is missing its own place, but where another one asks for it. @param {import('ajv').ErrorObject} error */
function placeOf({ keyword, instancePath, params, schemaPath }) {
  const asked = keyword === 'required' && !schemaPath.includes('/dependentSchemas/');
  return asked ? `${instancePath}/${params.missingProperty}` : instancePath;
}

/** @param {keyof typeof import('./schema.mjs').paths} name @returns {(document: unknown) => Judgement} */
export function validator(name) {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    allErrors: true,
    strictTypes: false,
  });
  ajv.addVocabulary(annotations);
  /** @type {Set<string>} */
  const unknown = new Set();
  ajv.addKeyword({
    keyword: 'deprecationMessage',
    validate: (/** @type {any} */ ...[, , , context]) => {
      unknown.add(context.instancePath);
      return true;
    },
  });
  const validate = ajv.compile(readSchema(name));
  return (document) => {
    unknown.clear();
    const taken = validate(document);
    const errors = taken ? [] : (validate.errors ?? []).filter(isOwn);
    return {
      refused: errors.map(placeOf),
      words: errors.map((error) => `${placeOf(error)} ${error.message}`),
      unknown: [...unknown],
    };
  };
}
