/** ALTCHA's own library, for tests/gateway/access/proof.test.mjs: the first version of its format. */
export { createChallenge, solveChallenge, verifySolution } from 'altcha-lib/v1';
