// What requests.js knows of casement-credentials.js, the file of its own that web/build.mjs makes of credentials.js.
export { headersFor } from './credentials.js';
