/**
 * What the readers refuse, and warn of, beyond the schemas: what a schema cannot say, or says less well than the reader's
 * own sentence. Each rule has a text that shows it: the schema takes that and the reader tells it in these words. The
 * test of agreement fails for a refusal or a warning that is not here.
 */
import { closedHours, direct, gateway } from './places.mjs';

/**
 * @typedef {object} Rule
 * @property {RegExp} what the reader's words
 * @property {RegExp} [place] where it says so, when others say the same
 * @property {string} shows a document
 * @property {boolean} [written] it is about how a document is written, not about what it says
 */

/** @typedef {Record<string, unknown>} Keys */

/** @param {Keys} keys */
const form = (keys) => JSON.stringify({ ...direct, ...keys });

/** @param {Keys} keys */
const server = (keys) => JSON.stringify({ ...gateway, ...keys });

/** @param {Keys} keys of its form */
const gatewayForm = (keys) => server({ forms: [{ ...gateway.forms[0], ...keys }] });

const { fields } = gateway.forms[0];

/** What a text is refused for, whatever it says. @param {(keys: Keys) => string} document @returns {Rule[]} */
const texts = (document) => [
  {
    what: /^is not JSON: see line 1, column \d+$/,
    written: true,
    shows: document({}).slice(0, -1),
  },
  {
    what: /^is nested too deeply$/,
    written: true,
    shows: document({ $schema: JSON.parse('['.repeat(33) + ']'.repeat(33)) }),
  },
];

/** What both readers say of what is asked. @param {(keys: Keys) => string} document @returns {Rule[]} */
const asked = (document) => [
  {
    what: /^is out of range$/,
    written: true,
    place: /Length$/,
    shows: document({ contact: { maxLength: 0 } }).replace('"maxLength":0', '"maxLength":1e2'),
  },
  {
    what: /^the value ".*" is there twice$/s,
    shows: document({ priority: { options: ['low', 'low'] } }),
  },
  {
    what: /^".*" is there twice$/s,
    place: /\/form\/\d+\/name$/,
    shows: document({ form: [{ name: 'a' }, { name: 'a' }] }),
  },
  {
    what: /^".*" is not a case type of this form$/s,
    shows: document({
      priority: { default: 'a', options: [{ value: 'a', caseTypes: ['Trouble'] }] },
    }),
  },
  {
    what: /^nothing is offered for the case type/,
    shows: document({
      priority: { default: 'a', options: [{ value: 'a', caseTypes: ['Claims'] }] },
    }),
  },
  {
    what: /^the default is not offered for the case type/,
    shows: document({
      priority: {
        default: 'a',
        visibility: 'hidden',
        options: [{ value: 'a', caseTypes: ['Claims'] }],
      },
    }),
  },
  {
    what: /^is more than maxLength$/,
    shows: document({ contact: { minLength: 2, maxLength: 1 } }),
  },
  {
    what: /^options are for a choice$/,
    shows: document({ priority: { kind: 'text', options: ['low'] } }),
  },
  { what: /^a choice has no options$/, shows: document({ contact: { kind: 'choice' } }) },
  {
    what: /^".*" is not among the options$/s,
    shows: document({ priority: { default: 'urgent', options: ['low'] } }),
  },
  {
    what: /^".*" breaks the field's own rule$/s,
    shows: document({ contact: { default: 'nobody' } }),
  },
  { what: /^is empty$/, shows: document({ contact: '' }) },
  {
    what: /^is required, and nobody can give it a value$/,
    shows: document({ contact: { visibility: 'hidden' } }),
  },
  {
    what: /^a closed status asks for it, and nobody can give it a value$/,
    shows: document({
      status: { default: 'closed', visibility: 'shown' },
      solution: { visibility: 'hidden' },
    }),
  },
  { what: /^".*" is no size$/s, shows: document({ file: { maxFileSize: '101 GB' } }) },
  {
    what: /^is less than maxFileSize$/,
    shows: document({ file: { maxFileSize: 2, maxTotalSize: 1 } }),
  },
];

/** What both readers warn of. @param {(keys: Keys) => string} document @returns {Rule[]} */
const noticed = (document) => [
  {
    what: /^\d+ more problems are not listed$/,
    shows: document({ priority: { options: [{ value: 'low', caseTypes: Array(60).fill('a') }] } }),
  },
  {
    what: /^is there more than once; the last one counts$/,
    shows: document({}).replace('{', '{"$schema":1,"$schema":2,'),
  },
  {
    what: /^PHP keeps only the last of several files of this name$/,
    shows: document({ file: { name: 'file' } }),
  },
];

const addresses = { proxy: /^\/proxy$/, server: /^\/server$/ };

/** @type {Rule[]} */
export const formRules = [
  ...texts(form),
  ...asked(form),
  { what: /^has \d+ bytes$/, written: true, shows: form({ title: 'x'.repeat(256 * 1024) }) },
  { what: /^is missing or empty$/, place: /^\/(proxy|server|token)$/, shows: '{}' },
  { what: /^is missing$/, place: /^\/(operation|responsible|owner|status)$/, shows: '{}' },
  {
    what: /^without a gateway nobody writes a locked field$/,
    shows: form({ contact: { visibility: 'locked' } }),
  },
  { what: /^was switched off in 2024$/, shows: form({ server: 'sv0001.crmvox.com' }) },
  {
    what: /^has a scheme$/,
    place: addresses.server,
    shows: form({ server: 'https://crm0001.wolkvox.com' }),
  },
  {
    what: /^has a path$/,
    place: addresses.server,
    shows: form({ server: 'crm0001.wolkvox.com/login' }),
  },
  {
    what: /^has a query$/,
    place: addresses.server,
    shows: form({ server: 'crm0001.wolkvox.com?a' }),
  },
  { what: /^is no host name$/, place: addresses.server, shows: form({ server: 'two words' }) },
  {
    what: /^has two schemes$/,
    place: addresses.proxy,
    shows: form({ proxy: 'https://https://proxy.example.com' }),
  },
  {
    what: /^is not https/,
    place: addresses.proxy,
    shows: form({ proxy: 'http://proxy.example.com' }),
  },
  {
    what: /^is no URL to send to$/,
    place: /^\/(proxy|gateway)$/,
    shows: form({ proxy: 'https://proxy.example.com/{uri}' }),
  },
  {
    what: /^has a query$/,
    place: /^\/(proxy|gateway)$/,
    shows: form({ proxy: 'https://proxy.example.com/?a' }),
  },
  { what: /^is missing or empty$/, place: /^\/gateway$/, shows: '{"gateway":""}' },
  {
    what: /^has two schemes$/,
    place: /^\/gateway$/,
    shows: '{"gateway":"https://https://cases.example.com"}',
  },
  { what: /^is not https/, place: /^\/gateway$/, shows: '{"gateway":"http://cases.example.com"}' },
];

/** What the element's attribute `gateway` changes: the schema does not see it. @type {Rule[]} */
export const attributeRules = [
  { what: /^must not be in the page: the gateway keeps it$/, shows: '{"token":"secret"}' },
  { what: /^is (?!empty)/, place: /^\/proofOfWork$/, shows: '{"proofOfWork":1}' },
];

/** @type {Rule[]} */
export const formWarnings = [
  ...noticed(form),
  { what: /^means nothing behind a gateway$/, shows: '{"gateway":"./","server":1}' },
  { what: /^the CRM rejects cases without it$/, shows: form({ contact: { required: false } }) },
];

/** @type {Rule[]} */
export const gatewayRules = [
  ...texts(server),
  ...asked((keys) => gatewayForm({ fields: { ...fields, ...keys } })),
  {
    what: /^has \d+ bytes$/,
    written: true,
    shows: server({ $schema: 'x'.repeat(4 * 1024 * 1024) }),
  },
  { what: /^".*" is not an address with a port$/s, shows: server({ listen: 'localhost:80' }) },
  {
    what: /^".*" is not an address and not a network$/s,
    shows: server({ trustedProxies: '10.0.0.0/33' }),
  },
  { what: /^is no host to send to$/, shows: server({ server: 'sv0001.crmvox.com' }) },
  { what: /^this variable is not set$/, shows: server({ tokenEnv: 'unset' }) },
  {
    what: /^this file cannot be read$/,
    place: /^\/tokenFile$/,
    shows: server({ tokenEnv: undefined, tokenFile: 'gone' }),
  },
  { what: /^holds no token$/, shows: server({ tokenEnv: 'words' }) },
  { what: /^is no url of a Redis that is understood$/, shows: server({ store: 'redis:///x' }) },
  {
    what: /^a secret must not be in this document$/,
    place: /^\/store/,
    shows: server({ store: 'redis://me:word@localhost' }),
  },
  { what: /^names no host$/, shows: server({ store: 'redis:///0' }) },
  {
    what: /^one names no host$/,
    shows: server({
      store: { url: 'redis:///', sentinel: { name: 'cases', urls: ['redis:///'] } },
    }),
  },
  {
    what: /^names a host beside sentinel, which knows it$/,
    shows: server({
      store: { url: 'redis://host', sentinel: { name: 'cases', urls: ['redis://s1'] } },
    }),
  },
  {
    what: /^gives no password$/,
    shows: server({ store: { url: 'redis://host', passwordFile: 'gone' } }),
  },
  {
    what: /^is for TLS, which this url does not ask for$/,
    shows: server({ store: { url: 'redis://host', caFile: 'key' } }),
  },
  {
    what: /^this file cannot be read$/,
    place: /^\/store/,
    shows: server({ store: { url: 'rediss://host', caFile: 'gone' } }),
  },
  {
    what: /^is there twice$/,
    place: /\/path$/,
    shows: server({ forms: [gateway.forms[0], gateway.forms[0]] }),
  },
  {
    what: /^".*" is no origin$/s,
    shows: gatewayForm({ origins: ['https://portal.example.com:443'] }),
  },
  {
    what: /^".*" is no time zone that is known here$/s,
    shows: gatewayForm({ closedHours: { ...closedHours, timeZone: 'Mars/Base' } }),
  },
  {
    what: /^has no hours, so no case would be taken$/,
    shows: gatewayForm({ closedHours: { ...closedHours, open: {} } }),
  },
  {
    what: /^".*" is no time from and to$/s,
    shows: gatewayForm({ closedHours: { ...closedHours, open: { monday: '08:00-25:00' } } }),
  },
  {
    what: /^".*" is no date$/s,
    shows: gatewayForm({ closedHours: { ...closedHours, dates: ['2026-02-30'] } }),
  },
  {
    what: /^is there twice$/,
    place: /\/dates\/\d+$/,
    shows: gatewayForm({ closedHours: { ...closedHours, dates: ['2026-12-25', '2026-12-25'] } }),
  },
  {
    what: /^is too long$/,
    place: /\/sentence$/,
    shows: gatewayForm({ closedHours: { ...closedHours, sentence: 'x'.repeat(161) } }),
  },
  {
    what: /^is empty$/,
    place: /\/sentence$/,
    shows: gatewayForm({ closedHours: { ...closedHours, sentence: '' } }),
  },
  { what: /^gives no key$/, shows: gatewayForm({ proofOfWork: { keyFile: 'gone' } }) },
  {
    what: /^the secret is short enough to be guessed$/,
    shows: gatewayForm({ proofOfWork: { keyFile: 'short' } }),
  },
  {
    what: /^the key is none of /,
    shows: gatewayForm({ contactToken: { algorithm: 'EdDSA', audience: 'a', keyFile: 'key' } }),
  },
  { what: /^".*" is written by the gateway, but /s, shows: gatewayForm({ fields: {} }) },
  {
    what: /^is one of the form's fields$/,
    shows: gatewayForm({
      fields: { ...fields, form: [{ name: 'a' }] },
      reconcile: { customField: 'a' },
    }),
  },
  {
    what: /^is there twice$/,
    place: /\/clients\/\d+\/name$/,
    shows: gatewayForm({
      clients: [
        { name: 'a', keyFile: 'key' },
        { name: 'a', keyFile: 'key' },
      ],
    }),
  },
  {
    what: /^".*" is none of the form's fields$/s,
    shows: gatewayForm({ clients: [{ name: 'a', keyFile: 'key', fields: ['other'] }] }),
  },
  {
    what: /^lacks contact, which no portal's token says here$/,
    shows: gatewayForm({
      contactToken: { algorithm: 'HS256', audience: 'a', keyFile: 'key' },
      clients: [{ name: 'a', keyFile: 'key' }],
    }),
  },
  { what: /^is part of no budget$/, shows: server({ limits: { dailyReserve: 1 } }) },
  {
    what: /^leaves nothing to visitors who are not signed in$/,
    shows: server({ limits: { dailyBudget: 1, dailyReserve: 1 } }),
  },
];

/** @type {Rule[]} */
export const gatewayWarnings = [
  ...noticed((keys) => gatewayForm({ fields: { ...fields, ...keys } })),
  {
    what: /^is over before the CRM's answer has had its time$/,
    shows: gatewayForm({ reconcile: { customField: 'a', after: 10 } }),
  },
];
