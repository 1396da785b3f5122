/**
 * Every key that the readers know stands in the schemas with what it takes, and no other; and a key says what it is when
 * it is left out. The readers are asked: each tells the keys, names and ranges that it knows when it is given others.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';

import { facts, judge } from './judge.mjs';
import { places } from './places.mjs';
import { keyOf, readSchema, resolved } from './schema.mjs';

/**
 * @typedef {import('./places.mjs').Place} Place
 * @typedef {import('./schema.mjs').Schema} Schema
 */

const schemas = { form: readSchema('form'), gateway: readSchema('gateway') };

/** Too long to be taken for any of the known keys, so that all of them are told. */
const stranger = 'z'.repeat(40);

/** @param {Place} place */
const rootOf = ({ reader }) => schemas[reader === 'gateway' ? 'gateway' : 'form'];

/** @param {Place} place @returns {Schema} */
function schemaOf(place) {
  const root = rootOf(place);
  const found = [root, ...Object.values(root.$defs ?? {})].find(
    ({ title }) => title === place.schema,
  );
  assert(found, `no schema is called ${place.schema}`);
  return found;
}

/** @param {Place} place @param {string} key @returns {Schema} */
const asked = (place, key) => resolved(keyOf(schemaOf(place), key, rootOf(place)), rootOf(place));

/** "a, b or c" @param {string} words */
const listed = (words) => words.split(/, | or /);

/** @param {Place} place @param {Record<string, unknown>} more */
const text = (place, more) => JSON.stringify(place.document({ ...place.base, ...more }));

/** @param {string} name */
const escaped = (name) => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** @param {{ place: Place, key: string, value: unknown }[]} cases */
function problemsOf(cases) {
  const verdicts = judge(
    cases.map(({ place, key, value }) => ({
      reader: place.reader,
      text: text(place, { [key]: value }),
    })),
  );
  return cases.map(({ place, key }, i) => {
    const { errors, warnings } = verdicts[i];
    return [...errors, ...warnings].filter((each) => each.place === `${place.at}/${escaped(key)}`);
  });
}

/** Each key of each place of which `chosen` says so. @param {(schema: Schema) => unknown} chosen */
const keysWhere = (chosen) =>
  places.flatMap((place) =>
    Object.keys(schemaOf(place).properties ?? {})
      .filter((key) => chosen(asked(place, key)))
      .map((key) => ({ place, key })),
  );

test('every object of the schemas is looked at', () => {
  for (const [name, root] of Object.entries(schemas)) {
    for (const { title, properties } of [root, ...Object.values(root.$defs ?? {})]) {
      if (!properties) continue;
      const looked = places.some(
        (place) => place.schema === title && rootOf(place).$id === root.$id,
      );
      assert(looked, `${name}: "${title}" has no place in places.mjs`);
    }
  }
});

test('the keys are the reader’s', () => {
  const told = problemsOf(places.map((place) => ({ place, key: stranger, value: 1 })));
  places.forEach((place, i) => {
    const known = listed(told[i][0]?.allowed ?? '').sort();
    const written = Object.keys(schemaOf(place).properties ?? {}).sort();
    const lacks = known.filter((key) => !written.includes(key));
    // What must not be there is told in other words.
    const invents = written.filter((key) => !known.includes(key) && !asked(place, key).not);
    const where = `"${place.schema}" of ${rootOf(place).title} (${place.reader} ${place.at})`;
    assert.deepEqual(lacks, [], `keys that the reader knows and the schema lacks: ${where}`);
    assert.deepEqual(invents, [], `keys of the schema that the reader does not know: ${where}`);
  });
});

test('the names of a choice are the reader’s', () => {
  const cases = keysWhere((schema) => schema.enum).map((each) => ({ ...each, value: '?' }));
  const told = problemsOf(cases);
  assert(cases.length > 30);
  cases.forEach(({ place, key }, i) => {
    const names = listed(told[i][0].allowed);
    const { enum: written, enumDescriptions } = asked(place, key);
    assert.deepEqual(written, names, `${place.schema}: ${key}`);
    assert.equal(enumDescriptions?.length ?? names.length, names.length, `${place.schema}: ${key}`);
  });
});

test('the ranges of numbers are the reader’s', () => {
  const cases = keysWhere((schema) => [schema.type].flat().includes('integer')).map((each) => ({
    ...each,
    value: true,
  }));
  const told = problemsOf(cases);
  assert(cases.length > 60);
  cases.forEach(({ place, key }, i) => {
    const { minimum, maximum } = asked(place, key);
    assert.equal(
      told[i][0].allowed,
      `a whole number from ${minimum} to ${maximum}`,
      `${place.schema}: ${key}`,
    );
  });
});

/** Another value of its kind. @param {unknown} value */
function otherThan(value) {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  const others = { 'string ': '/other', 'string contact': 'other', 'string 20 MB': '1 MB' };
  const key = `${typeof value} ${value}`;
  return key in others ? others[/** @type {keyof typeof others} */ (key)] : ['127.0.0.1:1'];
}

test('a key that says what it is when it is left out is just that', () => {
  const cases = keysWhere((schema) => schema.default !== undefined);
  assert(cases.length > 40);
  const verdicts = judge(
    cases.flatMap(({ place, key }) => {
      const { default: standard } = asked(place, key);
      const other = key === 'extensions' ? ['pdf'] : otherThan(standard);
      return [{}, { [key]: standard }, { [key]: other }].map((more) => ({
        reader: place.reader,
        text: text(place, more),
      }));
    }),
  );
  /** @type {Map<string, boolean>} */
  const changes = new Map();
  cases.forEach(({ place, key }, i) => {
    const [without, said, other] = verdicts.slice(3 * i, 3 * i + 3);
    assert(without.config, `${place.schema}: ${JSON.stringify(without.errors)}`);
    assert.deepEqual(said.config, without.config, `${place.schema}: ${key}`);
    const name = `${place.schema}: ${key}`;
    changes.set(name, changes.get(name) || !isDeepStrictEqual(other, without));
  });
  // Else nothing would have been compared.
  for (const [name, changed] of changes) assert(changed, `${name} changes nothing`);
});

test('every limit says what it is when it is left out', () => {
  const { properties = {} } = schemas.gateway.$defs?.limits ?? {};
  for (const { key, default: standard } of facts().limits) {
    assert.equal(properties[key]?.default, standard, key);
  }
});
