/**
 * What clients write that cannot be installed here, as they were seen to: a boundary in its header, the head of a text
 * and the head of a file, and what the body begins and ends with.
 */

/**
 * @typedef {object} Shape
 * @property {string} type the Content-Type header, with B for the boundary
 * @property {string} boundary
 * @property {(name: string, size: number) => string} text
 * @property {(field: string, name: string, kind: string, size: number) => string} file
 * @property {string} [begin]
 * @property {string} [end] behind the closing delimiter
 */

const disposition = (/** @type {string} */ name) =>
  `Content-Disposition: form-data; name="${name}"\r\n`;
const attachment = (/** @type {string} */ field, /** @type {string} */ name) =>
  `Content-Disposition: form-data; name="${field}"; filename="${name}"\r\n`;

/** @type {Record<string, Shape>} */
export const recorded = {
  okhttp: {
    type: 'multipart/form-data; boundary=B',
    boundary: '3a5c2d44-9f0e-4d8b-8b5a-0d6f0c1f7e21',
    text: (name, size) => `${disposition(name)}Content-Length: ${size}\r\n`,
    file: (field, name, kind, size) =>
      `${attachment(field, name)}Content-Type: ${kind}\r\nContent-Length: ${size}\r\n`,
    end: '\r\n',
  },
  spring: {
    type: 'multipart/form-data;charset=UTF-8;boundary=B',
    boundary: 'FZkz7MY3vVl6mLwQnRgSTdAcmqXwP2',
    text: (name, size) =>
      `${disposition(name)}Content-Type: text/plain;charset=UTF-8\r\nContent-Length: ${size}\r\n`,
    file: (field, name, kind, size) =>
      `${attachment(field, name)}Content-Type: ${kind}\r\nContent-Length: ${size}\r\n`,
    end: '\r\n',
  },
  dotnet: {
    type: 'multipart/form-data; boundary="B"',
    boundary: '7c1a4a52-6d0f-4a3e-9d55-1f4f0f3f3c10',
    text: (name) =>
      `Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name=${name}\r\n`,
    file: (field, name) =>
      `Content-Disposition: form-data; name="${field}"; filename=${name}; filename*=utf-8''${name}\r\n`,
    end: '\r\n',
  },
  httpclient: {
    type: 'multipart/form-data; boundary=B; charset=UTF-8',
    boundary: '_Ab3dE5fG7hJ9kL1mN3pQ5rS7tU9v',
    text: (name) =>
      `${disposition(name)}Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n`,
    file: (field, name, kind) =>
      `${attachment(field, name)}Content-Type: ${kind}\r\nContent-Transfer-Encoding: binary\r\n`,
    end: '\r\n',
  },
  jersey: {
    type: 'multipart/form-data;boundary=B',
    boundary: 'Boundary_1_1234567890_1732690000000',
    text: (name) => `Content-Type: text/plain\r\n${disposition(name)}`,
    file: (field, name, kind, size) =>
      `Content-Type: ${kind}\r\nContent-Disposition: form-data; filename="${name}"; ` +
      `modification-date="Fri, 27 Nov 2026 06:00:00 GMT"; size=${size}; name="${field}"\r\n`,
    end: '\r\n',
  },
  'multipart-post': {
    type: 'multipart/form-data; boundary=B',
    boundary: '-----------RubyMultipartPost-0123456789abcdef',
    text: disposition,
    file: (field, name, kind, size) =>
      `${attachment(field, name)}Content-Length: ${size}\r\nContent-Type: ${kind}\r\n` +
      'Content-Transfer-Encoding: binary\r\n',
    end: '\r\n',
  },
  lwp: {
    type: 'multipart/form-data; boundary=B',
    boundary: 'xYzZY',
    text: disposition,
    file: (field, name, kind) => `${attachment(field, name)}Content-Type: ${kind}\r\n`,
    end: '\r\n',
  },
  go: {
    type: 'multipart/form-data; boundary=B',
    boundary: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789ab',
    text: disposition,
    file: (field, name, kind) => `${attachment(field, name)}Content-Type: ${kind}\r\n`,
    end: '\r\n',
  },
  'by hand': {
    type: 'multipart/form-data; boundary=B',
    boundary: '===1732690000===',
    begin: '\r\n',
    text: disposition,
    file: (field, name) => attachment(field, name),
    end: '',
  },
};

/**
 * @param {Shape} shape
 * @param {[field: string, content: Buffer, fileName?: string, kind?: string][]} parts
 */
export function written(shape, parts) {
  /** @type {Buffer[]} */
  const pieces = [Buffer.from(shape.begin ?? '')];
  for (const [field, content, name, kind = ''] of parts) {
    const head = name
      ? shape.file(field, name, kind, content.length)
      : shape.text(field, content.length);
    pieces.push(Buffer.from(`--${shape.boundary}\r\n${head}\r\n`), content, Buffer.from('\r\n'));
  }
  pieces.push(Buffer.from(`--${shape.boundary}--${shape.end ?? ''}`));
  return {
    headers: { 'content-type': shape.type.replace(/B(?="|;|$)/, shape.boundary) },
    body: Buffer.concat(pieces),
  };
}
