/** What JavaScript knows of the module is read from its C++; what cannot be read is an error, never a guess. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { colours, constant, enumerators, functions, record } from '../../web/contract.mjs';

test('an enum’s values are its names in their order', () => {
  const source = 'enum class Kind : std::uint8_t {\n  one,  ///< 1, or so\n  two_of_them,\n};\n';
  assert.deepEqual(enumerators(source, 'Kind'), ['one', 'two_of_them']);
  assert.deepEqual(enumerators('enum class Kind { a, b };', 'Kind'), ['a', 'b']);
});

test('an enum that is not there, is there twice or numbers itself is refused', () => {
  assert.throws(() => enumerators('enum class Kinds { a };', 'Kind'), /0 times/);
  assert.throws(() => enumerators('enum class K { a }; enum class K { b };', 'K'), /2 times/);
  assert.throws(() => enumerators('enum class K { a = 4 };', 'K'), /a value of its own/);
});

test('a constant is a whole number or a product of some', () => {
  assert.equal(constant('inline constexpr int most = 4;', 'most'), 4);
  const product = 'inline constexpr std::size_t most = std::size_t{1024} * 1024;';
  assert.equal(constant(product, 'most'), 1024 * 1024);
  assert.throws(() => constant('constexpr int most = other;', 'most'), /no number/);
  assert.throws(() => constant('constexpr int most = 4;', 'least'), /0 times/);
});

test('a record’s names are what is written, in that order', () => {
  const source = 'strings.add_record(\n    {head.first, head.of_two,\n     head.last});';
  assert.deepEqual(record(source, 'head'), ['first', 'ofTwo', 'last']);
  const mixed = 'add_record({control.key, flags, control.name});';
  assert.deepEqual(record(mixed, 'control'), ['key', 'flags', 'name']);
  assert.throws(() => record(source, 'tell'), /0 times/);
});

test('colours are named as their custom properties', () => {
  const source = 'struct Theme {\n  Colour ink, on_accent;\n  Colour soft;\n  float radius;\n};';
  assert.deepEqual(colours(source), ['ink', 'on-accent', 'soft']);
});

test('a function has the names of its parameters, without the widget', () => {
  const source = [
    'KEEP void casement_set_value(Widget* widget, std::size_t control, const char* text,',
    '                             std::size_t text_length) {',
    'KEEP int casement_has_form(const Widget* widget) {',
    'KEEP void* casement_allocate(std::size_t bytes) { return std::malloc(bytes); }',
  ].join('\n');
  assert.deepEqual(functions(source, 'casement_'), [
    {
      name: 'set_value',
      parameters: ['control', 'text', 'textLength'],
      result: 'void',
      ofWidget: true,
    },
    { name: 'has_form', parameters: [], result: 'number', ofWidget: true },
    { name: 'allocate', parameters: ['bytes'], result: 'number', ofWidget: false },
  ]);
});
