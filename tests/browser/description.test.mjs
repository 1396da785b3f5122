/** The module's strings as what they say; what is of another width is refused, not read as something else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { controlRecord, headRecord, tellRecord } from '../../wasm/browser/bridge/contract.js';
import { takeRecord } from '../../wasm/browser/bridge/record.js';
import { decode } from '../../wasm/browser/mirror/description.js';

/** A record in which each text is its own name. @param {readonly string[]} names */
const named = (names) => [`${names.length}`, ...names];

/** @param {readonly string[]} names */
const itself = (names) => Object.fromEntries(names.map((name) => [name, name]));

test('a description is the form, its receipt and its controls with their options', () => {
  const description = decode([
    ...named(headRecord),
    ...['1', 'Number', 'SOP-1'],
    ...named(controlRecord),
    ...['2', 'a', 'A', 'b', ''],
    ...named(controlRecord),
    '0',
  ]);
  const control = itself(controlRecord);
  assert.deepEqual(description, {
    ...itself(headRecord),
    receipt: [['Number', 'SOP-1']],
    controls: [
      {
        ...control,
        options: [
          ['a', 'A'],
          ['b', ''],
        ],
      },
      { ...control, options: [] },
    ],
  });
});

test('a form without controls has none', () => {
  const { controls, receipt } = decode([...named(headRecord), '0']);
  assert.deepEqual([controls, receipt], [[], []]);
});

test('a record that is wider, narrower or not there is an error', () => {
  const head = [...named(headRecord), '0'];
  const right = controlRecord.length;
  for (const width of [`${right - 1}`, `${right + 1}`, '', 'key'])
    assert.throws(() => decode([...head, width, ...controlRecord, '0']), /a record of/);
  assert.throws(() => decode([]), /a record of NaN texts/);
  assert.throws(() => decode(named(controlRecord)), /a record of/);
});

test('records are taken off one after another', () => {
  const strings = [...named(tellRecord), ...named(tellRecord), 'rest'];
  assert.deepEqual(takeRecord(strings, tellRecord), itself(tellRecord));
  assert.deepEqual(takeRecord(strings, tellRecord), itself(tellRecord));
  assert.deepEqual(strings, ['rest']);
});
