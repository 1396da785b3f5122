/**
 * Every object that a document may have: how to say it, in the smallest document that the reader takes, and where its
 * schema is. A place that the schemas have and this list has not fails the test of the keys.
 */

/**
 * @typedef {import('./judge.mjs').Reader} Reader
 * @typedef {object} Place
 * @property {Reader} reader
 * @property {string} schema the object's title
 * @property {string} at JSON pointer
 * @property {Record<string, unknown>} base what must be there
 * @property {(object: Record<string, unknown>) => unknown} document
 */

/** The smallest form's document in direct mode, and the gateway's. */
export const direct = {
  proxy: 'https://proxy.example.com',
  server: 'crm0001.wolkvox.com',
  token: 'secret',
  operation: 'acme',
  responsible: 'ana@acme',
  owner: 'ana@acme',
  status: 'open',
};

const fields = { operation: 'acme', responsible: 'ana@acme', owner: 'ana@acme', status: 'open' };
const form = { origins: ['https://portal.example.com'], fields };
export const gateway = {
  server: 'crm0001.wolkvox.com',
  tokenEnv: 'key',
  store: '/keys.db',
  forms: [form],
};

/** @param {Record<string, unknown>} more */
const withForm = (more) => ({ ...gateway, forms: [{ ...form, ...more }] });

const option = { value: 'a' };
const optionValue = 'Request';
const redis = { url: 'redis:///0' };
export const closedHours = { timeZone: 'Etc/UTC', open: { monday: '08:00-12:00' } };
const sentinel = { name: 'cases', urls: ['redis://s1.example.com'] };
const choice = { default: 'a', options: [option] };

/** What the two documents share. @type {Omit<Place, 'reader'>[]} */
const shared = [
  ...['operation', 'responsible', 'owner'].map((key) => ({
    schema: 'Field',
    at: `/${key}`,
    base: { default: 'acme' },
    document: (/** @type {object} */ object) => ({ [key]: object }),
  })),
  ...['contact', 'description', 'priority', 'solution'].map((key) => ({
    schema: 'Field',
    at: `/${key}`,
    base: {},
    document: (/** @type {object} */ object) => ({ [key]: object }),
  })),
  {
    schema: 'Field case-type',
    at: '/case-type',
    base: {},
    document: (object) => ({ 'case-type': object }),
  },
  {
    schema: 'Field status',
    at: '/status',
    base: { default: 'open' },
    document: (object) => ({ status: object }),
  },
  {
    schema: 'Custom field',
    at: '/form/0',
    base: { name: 'order' },
    document: (object) => ({ form: [object] }),
  },
  {
    schema: 'Option',
    at: '/operation/options/0',
    base: option,
    document: (object) => ({ operation: { ...choice, options: [object] } }),
  },
  {
    schema: 'Option',
    at: '/form/0/options/0',
    base: option,
    document: (object) => ({ form: [{ name: 'order', options: [object] }] }),
  },
  {
    schema: 'Option of case-type',
    at: '/case-type/options/0',
    base: { value: optionValue },
    document: (object) => ({ 'case-type': { options: [object] } }),
  },
  {
    schema: 'Option of status',
    at: '/status/options/0',
    base: option,
    document: (object) => ({ status: { ...choice, options: [object] } }),
  },
  {
    schema: 'Text',
    at: '/contact/label',
    base: {},
    document: (object) => ({ contact: { label: object } }),
  },
  {
    schema: 'Attachments',
    at: '/file',
    base: {},
    document: (object) => ({ file: object }),
  },
];

/** @type {Place[]} */
export const places = [
  {
    reader: 'direct',
    schema: 'case-form.json',
    at: '',
    base: direct,
    document: (object) => object,
  },
  {
    reader: 'attribute',
    schema: 'case-form.json',
    at: '',
    base: {},
    document: (object) => object,
  },
  ...shared.flatMap((place) => [
    /** @type {Place} */ ({
      ...place,
      reader: 'direct',
      document: (object) => ({ ...direct, .../** @type {object} */ (place.document(object)) }),
    }),
    /** @type {Place} */ ({
      ...place,
      reader: 'gateway',
      at: `/forms/0/fields${place.at}`,
      document: (object) =>
        withForm({ fields: { ...fields, .../** @type {object} */ (place.document(object)) } }),
    }),
  ]),
  {
    reader: 'gateway',
    schema: 'gateway.json',
    at: '',
    base: gateway,
    document: (object) => object,
  },
  {
    reader: 'gateway',
    schema: 'Form',
    at: '/forms/0',
    base: form,
    document: (object) => ({ ...gateway, forms: [object] }),
  },
  {
    reader: 'gateway',
    schema: 'Fields of a form',
    at: '/forms/0/fields',
    base: fields,
    document: (object) => withForm({ fields: object }),
  },
  {
    reader: 'gateway',
    schema: 'Token of a portal',
    at: '/forms/0/contactToken',
    base: { algorithm: 'HS256', keyFile: 'key', audience: 'cases' },
    document: (object) => withForm({ contactToken: object }),
  },
  {
    reader: 'gateway',
    schema: 'Reconcile',
    at: '/forms/0/reconcile',
    base: { customField: 'casement_key' },
    document: (object) => withForm({ reconcile: object }),
  },
  {
    reader: 'gateway',
    schema: 'Proof of work',
    at: '/forms/0/proofOfWork',
    base: { keyFile: 'key' },
    document: (object) => withForm({ proofOfWork: object }),
  },
  {
    reader: 'gateway',
    schema: 'Closed hours',
    at: '/forms/0/closedHours',
    base: closedHours,
    document: (object) => withForm({ closedHours: object }),
  },
  {
    reader: 'gateway',
    schema: 'Opening hours',
    at: '/forms/0/closedHours/open',
    base: closedHours.open,
    document: (object) => withForm({ closedHours: { ...closedHours, open: object } }),
  },
  {
    reader: 'gateway',
    schema: 'Other day',
    at: '/forms/0/closedHours/dates/0',
    base: { date: '2026-12-25' },
    document: (object) => withForm({ closedHours: { ...closedHours, dates: [object] } }),
  },
  {
    reader: 'gateway',
    schema: 'Client',
    at: '/forms/0/clients/0',
    base: { name: 'portal', keyFile: 'key' },
    document: (object) => withForm({ clients: [object] }),
  },
  {
    reader: 'gateway',
    schema: 'Store',
    at: '/store',
    base: { ...redis, sentinel },
    document: (object) => ({ ...gateway, store: object }),
  },
  {
    reader: 'gateway',
    schema: 'Sentinel',
    at: '/store/sentinel',
    base: sentinel,
    document: (object) => ({ ...gateway, store: { ...redis, sentinel: object } }),
  },
  {
    reader: 'gateway',
    schema: 'Limits',
    at: '/limits',
    base: {},
    document: (object) => ({ ...gateway, limits: object }),
  },
];
