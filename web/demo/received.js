/** @file The panel that shows, field by field, what the CRM received. Text only, never markup. */

/** @import { Received, ReceivedText } from './crm.js' */

/**
 * @param {HTMLElement} panel filled anew
 * @param {Received} received
 * @param {(english: string) => string} say
 */
export function showReceived(panel, received, say) {
  const { method, path, headers, fields, files, status, answer, created } = received;
  panel.replaceChildren(
    element('p', 'request', element('b', '', method), ` ${path}`),
    heading(say('Headers')),
    list(headers),
    heading(say('Fields')),
    fields.length ? list(fields) : element('p', 'none', say('None')),
    heading(say('Files')),
    files.length
      ? element('ul', 'files', ...files.map((file) => fileItem(file, say)))
      : element('p', 'none', say('None')),
    heading(say('Answer')),
    element('p', created ? 'answer' : 'answer bad', `HTTP ${status}`),
    element('pre', '', indented(answer)),
  );
}

/**
 * @param {Received['files'][number]} file
 * @param {(english: string) => string} say
 */
function fileItem({ name, fileName, type, size, sha256 }, say) {
  const bytes = `${size.toLocaleString(document.documentElement.lang)} bytes`;
  return element(
    'li',
    '',
    element('b', '', fileName),
    element('span', '', [name, type, bytes].join(' · ')),
    element('code', '', sha256 ? `SHA-256 ${sha256}` : say('Too large to be hashed here')),
  );
}

/** @param {ReceivedText[]} pairs */
function list(pairs) {
  const rows = pairs.map(({ name, value }) =>
    element('div', '', element('dt', '', name), element('dd', '', value)),
  );
  return element('dl', '', ...rows);
}

/** @param {string} text */
const heading = (text) => element('h3', '', text);

/** @param {string} text */
function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {...(Node | string)} children
 */
function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
