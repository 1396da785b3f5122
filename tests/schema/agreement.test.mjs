/**
 * On thousands of random documents: what a schema refuses, the reader refuses at that place; what the reader refuses
 * beyond it is one of the further rules, each of which is shown here; and the keys that an editor marks as unknown are
 * those that the reader warns of. CASEMENT_SEED chooses other documents, CASEMENT_COUNT so many of each kind.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { dice, grow, trials } from './documents.mjs';
import * as further from './further_rules.mjs';
import { judge } from './judge.mjs';
import { direct, gateway, places } from './places.mjs';
import { keyOf, readSchema, resolved } from './schema.mjs';
import { validator } from './validator.mjs';

/**
 * @typedef {import('./judge.mjs').Reader} Reader
 * @typedef {import('./judge.mjs').Problem} Problem
 * @typedef {import('./further_rules.mjs').Rule} Rule
 */

const seed = Number(process.env.CASEMENT_SEED ?? 1);
const count = Number(process.env.CASEMENT_COUNT ?? 1000);

const judged = { form: validator('form'), gateway: validator('gateway') };
const schemas = { form: readSchema('form'), gateway: readSchema('gateway') };

/** @type {Record<Reader, { schema: 'form' | 'gateway', rules: Rule[], warnings: Rule[] }>} */
const readers = {
  direct: { schema: 'form', rules: further.formRules, warnings: further.formWarnings },
  attribute: {
    schema: 'form',
    rules: [...further.formRules, ...further.attributeRules],
    warnings: further.formWarnings,
  },
  gateway: { schema: 'gateway', rules: further.gatewayRules, warnings: further.gatewayWarnings },
};

/** @param {string} one @param {string} other JSON pointers: the same, or one within the other */
const near = (one, other) =>
  one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);

/** @param {Rule[]} rules @param {Problem} problem */
const ruleOf = (rules, { what, place }) =>
  rules.find((rule) => rule.what.test(what) && (rule.place ?? /^/).test(place));

const unknownKey = 'unknown key, ignored';

/** @param {Reader} reader @param {string[]} texts */
function compare(reader, texts) {
  const { schema, warnings } = readers[reader];
  const rules = readers[reader].rules.filter(({ written }) => !written);
  const verdicts = judge(texts.map((text) => ({ reader, text })));
  const found = { taken: 0, refusedByBoth: 0, refusedFurther: 0 };
  texts.forEach((text, i) => {
    const { errors, warnings: warned } = verdicts[i];
    const { refused, words, unknown } = judged[schema](JSON.parse(text));
    const about = `\n${reader}: ${text.slice(0, 2000)}\nschema: ${words.join('; ')}\nreader: ${JSON.stringify(errors)}`;
    const alone =
      refused.length > 0 && !errors.some(({ place }) => refused.some((at) => near(at, place)));
    assert(!alone || reader === 'attribute', `the schema alone refuses${about}`);
    if (alone) {
      // It is written for direct mode, as it does not see the attribute.
      const ofDirectMode = refused.every((at) => /^\/(proxy|server|idempotencyKey)$/.test(at));
      assert(ofDirectMode, `the schema alone refuses${about}`);
    }
    // One fault may bring others with it: what follows from a refused one is not looked at.
    for (const error of refused.length === 0 ? errors : []) {
      assert(ruleOf(rules, error), `not a further rule: ${error.place}: ${error.what}${about}`);
    }
    for (const warning of refused.length === 0 ? warned : []) {
      const known = warning.what === unknownKey || ruleOf(warnings, warning);
      assert(known, `not a warning that is known: ${warning.place}: ${warning.what}${about}`);
    }
    const strangers = warned.filter(({ what }) => what === unknownKey).map(({ place }) => place);
    if (refused.length + errors.length === 0) {
      assert.deepEqual(unknown.sort(), strangers.sort(), `unknown keys${about}`);
    }
    if (errors.length === 0) ++found.taken;
    else if (refused.length > 0) ++found.refusedByBoth;
    else ++found.refusedFurther;
  });
  for (const [verdict, number] of Object.entries(found)) {
    assert(number > texts.length / 50, `too few to mean anything: ${verdict} ${number}`);
  }
  return JSON.stringify(found);
}

/**
 * Some are right by the schema, some are wrong in places; most have what a document must have.
 * @param {'form' | 'gateway'} name @param {object} base
 */
function documents(name, base) {
  const schema = schemas[name];
  return Array.from({ length: count }, (_, i) => {
    const roll = dice(seed * 1_000_003 + i);
    const grown = grow(schema, schema, roll, roll.one([0, 0.01, 0.04]));
    const keyed = grown !== null && typeof grown === 'object' && !Array.isArray(grown);
    return JSON.stringify(keyed && roll.happens(0.8) ? { ...grown, ...base } : grown);
  });
}

/** What each reader of a form is told. */
const asked = () => {
  const { proxy, server, token } = direct;
  return [
    ...documents('form', { proxy, server, token, gateway: undefined }),
    ...documents('form', { ...direct, gateway: undefined }),
    ...documents('form', { gateway: './', token: undefined }),
  ];
};

test('each key of each object with all that is nearly right', (t) => {
  /** @type {Record<Reader, string[]>} */
  const texts = { direct: [], attribute: [], gateway: [] };
  for (const { reader, schema: title, base, document } of places) {
    const root = schemas[readers[reader].schema];
    const object = [root, ...Object.values(root.$defs ?? {})].find((each) => each.title === title);
    assert(object);
    for (const key of Object.keys(object.properties ?? {})) {
      for (const value of trials(resolved(keyOf(object, key, root), root))) {
        texts[reader].push(JSON.stringify(document({ ...base, [key]: value })));
      }
    }
  }
  for (const reader of /** @type {const} */ (['direct', 'attribute', 'gateway'])) {
    t.diagnostic(`${reader} ${compare(reader, texts[reader])}`);
  }
});

test('random documents of the form', (t) => {
  t.diagnostic(compare('direct', asked()));
});

test('random documents of the form behind the attribute gateway', (t) => {
  t.diagnostic(compare('attribute', asked()));
});

test('random documents of the gateway', (t) => {
  const { tokenEnv, forms, ...base } = gateway;
  t.diagnostic(
    compare('gateway', [
      ...documents('gateway', gateway),
      ...documents('gateway', { ...base, tokenEnv, tokenFile: undefined, token: undefined }),
    ]),
  );
});

/** @param {string} text */
function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

for (const [reader, rules, kind] of /** @type {const} */ ([
  ['direct', further.formRules, 'errors'],
  ['attribute', further.attributeRules, 'errors'],
  ['direct', further.formWarnings, 'warnings'],
  ['gateway', further.gatewayRules, 'errors'],
  ['gateway', further.gatewayWarnings, 'warnings'],
])) {
  test(`every further rule is shown: ${kind} of ${reader}`, () => {
    const verdicts = judge(rules.map(({ shows }) => ({ reader, text: shows })));
    rules.forEach((rule, i) => {
      const { shows, what } = rule;
      const about = `${what} ${shows.slice(0, 500)}\n${JSON.stringify(verdicts[i])}`;
      assert(
        verdicts[i][kind].some((problem) => ruleOf([rule], problem)),
        `not shown: ${about}`,
      );
      const { refused } = isJson(shows)
        ? judged[readers[reader].schema](JSON.parse(shows))
        : { refused: [] };
      assert.deepEqual(refused, [], `the schema refuses it: ${about}`);
    });
  });
}
