/**
 * The built files use nothing that the oldest engines of web/engines.json do not know, but what is allowed with a
 * reason; and the check itself finds what it should.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';

import { siteFolder } from '../browser/support/form_page.mjs';
import { allowed } from '../engines/allowed.mjs';
import { checkSite, checkSource } from '../engines/built_files.mjs';
import { checkStyles } from '../engines/styles.mjs';
import { checkWasm, wasmFeatures } from '../engines/wasm_features.mjs';

const paths = (/** @type {import('../engines/scripts.mjs').Finding[]} */ findings) =>
  findings.map(({ path }) => path);

test('the built files use nothing that is newer than the oldest engines, or it is allowed', async () => {
  assert.ok(existsSync(siteFolder), 'the site is built first');
  const findings = await checkSite(siteFolder);
  const unknown = findings.filter(({ path }) => !(path in allowed));
  assert.deepEqual(
    unknown.map(({ file, path, engines, near }) => `${file}: ${path} (${engines}): ${near}`),
    [],
  );
  const used = new Set(paths(findings));
  assert.deepEqual(
    Object.keys(allowed).filter((path) => !used.has(path)),
    [],
    'allowed, and used nowhere any more: tests/engines/allowed.mjs',
  );
});

/** @type {[string, string][]} what is written, and what must be found */
const tooNew = [
  ['AbortSignal.any([])', 'api.AbortSignal.any_static'],
  ['globalThis.AbortSignal?.any?.([])', 'api.AbortSignal.any_static'],
  ['const { any: a } = AbortSignal; a([])', 'api.AbortSignal.any_static'],
  ['Promise.withResolvers()', 'javascript.builtins.Promise.withResolvers'],
  ['Promise.try(f)', 'javascript.builtins.Promise.try'],
  ['Object.groupBy(list, by)', 'javascript.builtins.Object.groupBy'],
  ['Array.fromAsync(list)', 'javascript.builtins.Array.fromAsync'],
  ['new Intl.DurationFormat("en")', 'javascript.builtins.Intl.DurationFormat'],
  ['URL.parse(text)', 'api.URL.parse_static'],
  ['new URLPattern({})', 'api.URLPattern'],
  ['scheduler.yield()', 'api.scheduler'],
  ['let a; a.ariaInvalid = "true"', 'api.Element.ariaInvalid'],
  ['let a; a["ariaLabel"] = ""', 'api.Element.ariaLabel'],
  ['const f = ({ ariaHasPopup: a }) => a', 'api.Element.ariaHasPopup'],
  ['let a; a.role = "alert"', 'api.Element.role'],
  ['let a; a.showPicker()', 'api.HTMLSelectElement.showPicker'],
  ['let a; a.checkVisibility()', 'api.Element.checkVisibility'],
  ['let a; a.showPopover()', 'api.HTMLElement.showPopover'],
  ['let a; a.closedBy = "any"', 'api.HTMLDialogElement.closedBy'],
  ['let a; a.moveBefore(b, null)', 'api.Element.moveBefore'],
  ['let a; a.style.fieldSizing = "content"', 'css.properties.field-sizing'],
  ['let a; a.setAttribute("popover", "")', 'html.global_attributes.popover'],
  ['let a; a.addEventListener("scrollend", f)', 'api.Element.scrollend_event'],
  ['let a; a.onscrollend = f', 'api.Element.scrollend_event'],
  [
    'let a; a.attachShadow({ mode: "open", serializable: true })',
    'api.Element.attachShadow.serializable',
  ],
  ['let a; a.union(b)', 'javascript.builtins.Set.union'],
  ['let a; a.values().filter(f).toArray()', 'javascript.builtins.Iterator.toArray'],
  ['let a; a.replace(/[\\p{L}--[a-z]]/v, "")', 'syntax'],
  ['let a = /(?i:b)/', 'syntax'],
  ['using a = b', 'syntax'],
  ['import a from "./a.json" with { type: "json" }', 'syntax'],
  ['let css = "a{color:light-dark(red,blue)}"', 'css.types.color.light-dark'],
  ['matchMedia("(scripting: none)")', 'css.at-rules.media.scripting'],
];

for (const [source, path] of tooNew)
  test(`found in a script: ${source}`, () => {
    assert.ok(paths(checkSource(source)).includes(path), `${paths(checkSource(source))}`);
  });

/** @type {[string, string][]} */
const tooNewStyles = [
  ['a{field-sizing:content}', 'css.properties.field-sizing'],
  ['a{--b:light-dark(red,blue)}', 'css.types.color.light-dark'],
  ['a:has(b){top:0}', 'css.selectors.has'],
  ['b,a:has(b){top:0}', 'css.selectors.has, and the rest of its rule'],
  ['a{&:hover{top:0}}', 'css.selectors.nesting'],
  ['@starting-style{a{top:0}}', 'css.at-rules.starting-style'],
  ['@scope(a){b{top:0}}', 'css.at-rules.scope'],
  ['a{text-wrap:balance}', 'css.properties.text-wrap'],
  ['a{transition-behavior:allow-discrete}', 'css.properties.transition-behavior'],
  ['a:popover-open{top:0}', 'css.selectors.popover-open'],
  ['a::details-content{top:0}', 'css.selectors.details-content'],
  ['a{width:anchor-size(width)}', 'css.types.anchor-size'],
  ['a{color:contrast-color(red)}', 'css.types.color.contrast-color'],
  ['a{width:stretch}', 'css.properties.width.stretch'],
];

for (const [css, path] of tooNewStyles)
  test(`found in a style sheet: ${css}`, () => {
    assert.ok(paths(checkStyles(css)).includes(path), `${paths(checkStyles(css))}`);
  });

test('what the oldest engines know is not told', () => {
  const source = `
    const [last] = [1, 2].toReversed(), found = [1].findLast((a) => a), own = Object.hasOwn({}, 'a');
    class A { static #b = 1; static { A.#b; } static has = (a) => #b in a; #c = structuredClone(last); }
    let a; a ??= AbortSignal.timeout(1); a?.throwIfAborted(); a = /(?<=a)(?<b>b)\\p{Script=Greek}/du;
    document.adoptedStyleSheets.push(new CSSStyleSheet()); a.showModal(); a.inert = true; a.at(-1);
    a.addEventListener('beforeinput', a, { once: true, signal: a, passive: true });
    a.setAttribute('aria-invalid', 'true'); createImageBitmap(a); new Error('', { cause: a });
    matchMedia('(forced-colors: active)');
    const css = 'a:is(b,c):focus-visible{color:color-mix(in srgb,red 30%,#0000);inset:0;height:1dvh}@layer b{}';`;
  assert.deepEqual(checkSource(source), []);
});

test('an older list asks more of the same script', () => {
  const source = 'let a; a.findLast(f); a.at(0); Object.hasOwn(a, b)';
  assert.deepEqual(checkSource(source), []);
  const found = checkSource(source, { chrome: '96', firefox: '103', safari: '15.3' });
  assert.deepEqual(
    found.map(({ path, engines }) => [path, `${engines}`]),
    [
      ['javascript.builtins.Array.findLast', 'chrome 96,firefox 103,safari 15.3'],
      ['javascript.builtins.TypedArray.findLast', 'chrome 96,firefox 103,safari 15.3'],
      ['javascript.builtins.Array.at', 'safari 15.3'],
      ['javascript.builtins.String.at', 'safari 15.3'],
      ['javascript.builtins.TypedArray.at', 'safari 15.3'],
      ['javascript.builtins.Object.hasOwn', 'safari 15.3'],
    ],
  );
});

/** @param {number[]} code a function's, without its end @param {number[][]} [before] sections */
const module = (code, before = []) =>
  Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 4, 1, 0x60, 0, 0],
    ...[3, 2, 1, 0],
    ...[5, 3, 1, 0, 1],
    ...before.flat(),
    ...[10, code.length + 4, 1, code.length + 2, 0, ...code, 0x0b],
  ]);

/** @type {[string, Uint8Array, string[]][]} */
const modules = [
  ['nothing but the first version', module([0x41, 1, 0x04, 0x40, 0x0b]), []],
  ['sign extension', module([0x41, 1, 0xc0, 0x1a]), ['sign-extension-operations']],
  [
    'saturating conversions',
    module([0x43, 0, 0, 0, 0, 0xfc, 0, 0x1a]),
    ['non-trapping-float-to-int-conversions'],
  ],
  ['memory.fill', module([0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 11, 0]), ['bulk-memory-operations']],
  ['ref.null', module([0xd0, 0x70, 0x1a]), ['reference-types']],
  ['a tail call', module([0x12, 0]), ['tail-calls']],
  ['vectors', module([0xfd, 12, ...Array(16).fill(0), 0x1a]), ['fixed-width-SIMD']],
  ['relaxed vectors', module([0x00, 0xfd, 0x80, 2]), ['relaxed-SIMD']],
  ['a fence', module([0xfe, 3, 0]), ['threads-and-atomics']],
  [
    'a sum as the value of a global',
    module([], [[6, 9, 1, 0x7f, 0, 0x41, 1, 0x41, 1, 0x6a, 0x0b]]),
    ['extended-constant-expressions'],
  ],
];

for (const [what, bytes, features] of modules)
  test(`read in a module: ${what}`, () => {
    assert.deepEqual([...wasmFeatures(bytes)], features);
  });

test('a module is judged by what it uses, and an instruction that is not known is an error', () => {
  assert.deepEqual(paths(checkWasm(module([0x12, 0]))), ['webassembly.tail-calls']);
  assert.deepEqual(checkWasm(module([0x41, 1, 0xc0, 0x1a])), []);
  assert.throws(() => checkWasm(module([0xfb, 0])), /0xfb/);
});
