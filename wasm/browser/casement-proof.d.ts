// What requests.js knows of casement-proof.js, the file of its own that web/build.mjs makes of proof.js.
export { proofFor } from './proof.js';
