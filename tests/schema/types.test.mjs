/**
 * The type of the form's document, which a page in TypeScript has: `./dev check` sees that it takes the right ones here and
 * refuses each wrong one; the reader says the same.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { verdictOf } from './judge.mjs';

/** @typedef {import('../../web/src/types.js').CaseFormConfig} CaseFormConfig */

test('what the type takes, the reader takes', () => {
  /** @type {CaseFormConfig[]} */
  const documents = [
    {},
    { gateway: 'https://cases.example.com', language: 'es', timeout: 60, proofOfWork: true },
    {
      operation: 'acme',
      contact: { visibility: 'read-only', default: 'you@example.com' },
      priority: { default: 'low', options: ['low', { value: 'high', label: { en: 'High' } }] },
      form: [{ name: 'order', kind: 'number', label: 'Order', minLength: 1 }],
      file: { extensions: ['pdf'], maxFileSize: '20 MB', maxTotalSize: 40_000_000 },
      title: { en: 'Write to us', es: 'Escríbenos' },
    },
    { file: false },
  ];
  const frozen = /** @type {const} */ ({
    form: [{ name: 'size', kind: 'choice', options: ['small', 'large'] }],
  });
  documents.push(frozen);
  for (const document of documents) {
    const { errors, warnings } = verdictOf('attribute', document);
    assert.deepEqual([...errors, ...warnings], [], JSON.stringify(document));
  }
});

test('what the type refuses, the reader refuses, or warns of', () => {
  /** @type {CaseFormConfig[]} */
  const documents = [
    // @ts-expect-error
    { timeout: '60' },
    // @ts-expect-error
    { contact: { visibility: 'seen' } },
    // @ts-expect-error
    { contact: { naem: 'you' } },
    // @ts-expect-error
    { file: true },
    // @ts-expect-error
    { form: [{ label: 'no name' }] },
    // @ts-expect-error
    { form: ['order'] },
    // @ts-expect-error
    { status: { options: [{ value: 'done', condition: 'closed' }] } },
    // @ts-expect-error
    { title: { en: 1 } },
    // @ts-expect-error
    { titel: 'Write to us' },
  ];
  for (const document of documents) {
    const { errors, warnings } = verdictOf('attribute', document);
    assert.notDeepEqual([...errors, ...warnings], [], JSON.stringify(document));
  }
});
