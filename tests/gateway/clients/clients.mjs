/** Each of node's libraries as a function that sends one case and resolves with its status and text. */
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import NodeForm from 'form-data';
import got from 'got';
import nodeFetch, { File as NodeFetchFile, FormData as NodeFetchForm } from 'node-fetch';
// @ts-expect-error it says nothing of its types
import superagent from 'superagent';

/** @typedef {{ url: string, headers: Record<string, string>, texts: Record<string, string>, folder: string }} Case */
/** @typedef {{ status: number, text: string }} Told */

const FILES = /** @type {const} */ ([
  ['a.pdf', 'application/pdf'],
  ['b.csv', 'text/csv'],
]);

/** @param {Case} sent @param {typeof FormData} Form @param {typeof File} Kind */
function webForm({ texts, folder }, Form, Kind) {
  const form = new Form();
  for (const [name, value] of Object.entries(texts)) form.append(name, value);
  for (const [name, type] of FILES) {
    form.append('file[]', new Kind([readFileSync(join(folder, name))], name, { type }));
  }
  return form;
}

/** The package form-data, which most of node's clients take. @param {Case} sent */
function nodeForm({ texts, folder }) {
  const form = new NodeForm();
  for (const [name, value] of Object.entries(texts)) form.append(name, value);
  for (const [name] of FILES) {
    const content = readFileSync(join(folder, name));
    form.append('file[]', content, { filename: name, knownLength: content.length });
  }
  return form;
}

/** @type {Record<string, (sent: Case) => Promise<Told>>} */
export const clients = {
  fetch: async (sent) => {
    const { File } = await import('node:buffer');
    const body = webForm(sent, FormData, /** @type {any} */ (File));
    const answer = await fetch(sent.url, { method: 'POST', headers: sent.headers, body });
    return { status: answer.status, text: await answer.text() };
  },
  'node-fetch': async (sent) => {
    const body = webForm(
      sent,
      /** @type {any} */ (NodeFetchForm),
      /** @type {any} */ (NodeFetchFile),
    );
    const options = { method: 'POST', headers: sent.headers, body: /** @type {any} */ (body) };
    const answer = await nodeFetch(sent.url, options);
    return { status: answer.status, text: await answer.text() };
  },
  'axios-formdata': async (sent) => {
    const { File } = await import('node:buffer');
    const body = webForm(sent, FormData, /** @type {any} */ (File));
    const { headers } = sent;
    const answer = await axios.post(sent.url, body, { headers, validateStatus: () => true });
    return { status: answer.status, text: JSON.stringify(answer.data) };
  },
  'axios-form-data': async (sent) => {
    const form = nodeForm(sent);
    const headers = { ...sent.headers, ...form.getHeaders() };
    const answer = await axios.post(sent.url, form.getBuffer(), {
      headers,
      validateStatus: () => true,
    });
    return { status: answer.status, text: JSON.stringify(answer.data) };
  },
  got: async (sent) => {
    const body = nodeForm(sent);
    const headers = { ...sent.headers, 'content-length': String(body.getLengthSync()) };
    const answer = await got.post(sent.url, { body, headers, throwHttpErrors: false });
    return { status: answer.statusCode, text: answer.body };
  },
  superagent: async (sent) => {
    const request = superagent.post(sent.url).set(sent.headers);
    for (const [name, value] of Object.entries(sent.texts)) void request.field(name, value);
    for (const [name] of FILES) {
      void request.attach('file[]', createReadStream(join(sent.folder, name)), name);
    }
    const answer = await request.ok(() => true);
    return { status: answer.status, text: answer.text };
  },
};
