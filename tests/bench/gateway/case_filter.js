/**
 * The gateway's checks of a small case in njs, the script of nginx: each part as the WHATWG algorithm writes it, each
 * name from the list and once, the fields' rules, the company's fields added. It keeps nothing, so a case that is sent
 * twice is made twice; and it needs the whole body in memory. What the gateway's speed is set beside.
 */
const LOCKED = {
  operation: 'acme',
  responsible: 'ana@acme',
  owner: 'owner@acme',
  status: 'open',
};
const LISTS = {
  'case-type': ['Request', 'Complaints', 'Claims', 'Suggestions', 'Warranty'],
  priority: ['low', 'medium', 'high'],
};
const NAMES = ['case-type', 'contact', 'description', 'priority', 'form'];
const HEAD = 'Content-Disposition: form-data; name="';

function refuse(r, why) {
  r.headersOut['Content-Type'] = 'application/json';
  r.return(400, JSON.stringify({ code: 400, error: why, msg: '', data: [] }));
}

/** The values by name, or what is wrong. */
function read(body, boundary) {
  const values = {};
  const delimiter = `--${boundary}`;
  if (!body.startsWith(`${delimiter}\r\n`)) return 'no delimiter';
  const parts = body.slice(delimiter.length + 2).split(`\r\n${delimiter}`);
  if (parts.pop() !== '--\r\n') return 'not whole';
  for (let i = 0; i < parts.length; i++) {
    const part = i === 0 ? parts[i] : parts[i].slice(2);
    if (i > 0 && !parts[i].startsWith('\r\n')) return 'delimiter';
    const end = part.indexOf('"\r\n\r\n');
    if (!part.startsWith(HEAD) || end < 0) return 'head';
    const name = part.slice(HEAD.length, end);
    if (NAMES.indexOf(name) < 0) return `no field ${name}`;
    if (name in values) return `${name} twice`;
    const value = part.slice(end + 5);
    if (value.replace(/\r\n/g, '').search(/[\r\n]/) >= 0) return 'line break';
    if (value.indexOf('\ufffd') >= 0) return 'encoding';
    values[name] = value;
  }
  return values;
}

function wrongWith(values) {
  const missing = NAMES.find((name) => name !== 'form' && !(values[name] || '').trim());
  if (missing) return `${missing} is missing`;
  if (values.description.length > 2500) return 'description is too long';
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(values.contact)) return 'contact';
  const unlisted = Object.keys(LISTS).find((name) => LISTS[name].indexOf(values[name]) < 0);
  if (unlisted) return unlisted;
  try {
    const form = JSON.parse(values.form || '{}');
    if (Array.isArray(form) || Object.keys(form).length > 0) return 'form';
  } catch (e) {
    return 'form';
  }
  return '';
}

function take(r) {
  if (r.method !== 'POST') {
    r.return(200);
    return;
  }
  const found = /^multipart\/form-data; boundary=([0-9A-Za-z-]{27,70})$/.exec(
    r.headersIn['Content-Type'] || '',
  );
  if (!found) {
    refuse(r, 'content type');
    return;
  }
  const boundary = found[1];
  const values = read(r.requestText || '', boundary);
  const wrong = typeof values === 'string' ? values : wrongWith(values);
  if (wrong) {
    refuse(r, wrong);
    return;
  }
  const all = Object.assign({}, LOCKED, values);
  const parts = Object.keys(all).map(
    (name) => `--${boundary}\r\n${HEAD}${name}"\r\n\r\n${all[name]}\r\n`,
  );
  const body = `${parts.join('')}--${boundary}--\r\n`;
  r.subrequest('/crm', { method: 'POST', body }, (reply) => {
    r.headersOut['Content-Type'] = 'application/json';
    r.headersOut['Access-Control-Allow-Origin'] = r.headersIn['Origin'];
    r.headersOut['Vary'] = 'Origin';
    r.return(reply.status, reply.responseText);
  });
}

export default { take };
