/**
 * What goes wrong, by name. Those with a `fault` happen between the gateway and the CRM, those with an `event` to a
 * gateway that stands still at any of its steps or to what it stands on, the others in the browser or to the programs;
 * where they happen is their stand (stands.mjs).
 */
import * as events from './events.mjs';

/** @typedef {() => number} Random from 0 to below 1 */
/**
 * @typedef {'wire' | 'down' | 'pair' | 'killed' | 'pair-killed' | 'redis' | 'file' | 'files' | 'disk' | 'frozen' |
 *   'clock' | 'redis-steps' | 'redis-clock' | 'redis-frozen' | 'forgetful' | 'failover'} StandName
 */

/**
 * @typedef {object} Kind
 * @property {StandName} stand
 * @property {(random: Random) => import('./injector.mjs').Fault} [fault]
 * @property {'again-at-once' | 'again-after-break' | 'double-click' | 'two-tabs' | 'both-gateways'} [browser]
 * @property {import('./injector.mjs').Handshake[] | 'refused'} [connection]
 * @property {import('./events.mjs').Event} [event]
 * @property {true} [lossy] meanwhile an answer that was told may not be kept, so that it is unknown after a restart
 */

/** What the CRM itself answers. @param {Record<string, unknown>[]} replies one of them */
const told =
  (...replies) =>
  (/** @type {Random} */ random) => ({
    does: /** @type {const} */ ('answer'),
    reply: replies[Math.floor(random() * replies.length)],
  });

/** Its answers have some 300 to 400 bytes. */
const ANSWER = 400;

/** @type {Record<string, Kind>} */
export const KINDS = {
  'connection refused': { stand: 'down', connection: 'refused' },
  'TLS failure': {
    stand: 'down',
    connection: ['authority', 'name', 'expired', 'garbage', 'reset', 'close'],
  },
  'reset before the body': { stand: 'wire', fault: () => ({ does: 'reset', at: 0 }) },
  'reset during the body': {
    stand: 'wire',
    fault: (random) => ({ does: 'reset', at: 0.02 + 0.97 * random() }),
  },
  'reset after the body': {
    stand: 'wire',
    fault: (random) => ({ does: 'reset', withhold: random() < 0.5 }),
  },
  'reset after the CRM committed': {
    stand: 'wire',
    fault: () => ({ does: 'answer', cut: 0, resets: true }),
  },
  silence: {
    stand: 'wire',
    fault: (random) => ({ does: 'silence', at: random() < 0.3 ? random() : 1 }),
  },
  'slow reply': {
    stand: 'wire',
    fault: (random) => ({ does: 'answer', delay: 200 + 1200 * random() }),
  },
  'reply of 1 byte a second': { stand: 'wire', fault: () => ({ does: 'answer', drip: 1000 }) },
  'reply cut at any byte': {
    stand: 'wire',
    fault: (random) => ({
      does: 'answer',
      cut: 1 + Math.floor(random() * ANSWER),
      resets: random() < 0.5,
    }),
  },
  'truncated JSON': { stand: 'wire', fault: told({ reply: 'truncated' }, { reply: 'cut' }) },
  'PHP warning and JSON': { stand: 'wire', fault: told({ reply: 'warning' }) },
  'HTML 502': { stand: 'wire', fault: told({ reply: '502' }, { reply: '504' }) },
  'early 413': { stand: 'wire', fault: told({ reply: '413', at: 'during' }) },
  429: {
    stand: 'wire',
    fault: told(
      { reply: '403-simultaneous' },
      { reply: '403-limit' },
      { reply: 'raw', status: 429, created: false, body: '<h1>Too Many Requests</h1>' },
    ),
  },
  'sent again at once': { stand: 'wire', browser: 'again-at-once' },
  'sent again after a break': { stand: 'wire', browser: 'again-after-break' },
  'double click': { stand: 'wire', browser: 'double-click' },
  'two tabs': { stand: 'wire', browser: 'two-tabs' },
  'two gateways': { stand: 'pair', browser: 'both-gateways' },
  'gateway killed': { stand: 'killed' },
  'one of two killed': { stand: 'pair-killed' },
  'Redis restarted': { stand: 'redis' },

  'file: killed at a step': { stand: 'file', event: events.killed },
  'file: frozen for a moment': { stand: 'file', event: events.frozenShortly },
  'file: frozen past its lease': { stand: 'frozen', event: events.frozenPastLease },
  'file: writes fail, no space': { stand: 'file', event: events.writesFail('ENOSPC'), lossy: true },
  'file: writes fail, read-only': { stand: 'file', event: events.writesFail('EROFS'), lossy: true },
  'file: writes fail, broken': { stand: 'file', event: events.writesFail('EIO'), lossy: true },
  'file: a full disk': { stand: 'disk', event: events.diskFull, lossy: true },
  'file: removed': { stand: 'files', event: events.removed, lossy: true },
  'file: renamed': { stand: 'files', event: events.renamed, lossy: true },
  'file: replaced': { stand: 'files', event: events.replaced, lossy: true },
  'file: truncated': { stand: 'files', event: events.truncated, lossy: true },
  'file: clock -1 h': { stand: 'clock', event: events.clockIs('-1 h') },
  'file: clock +1 h': { stand: 'clock', event: events.clockIs('+1 h') },
  'file: clock +73 h': { stand: 'clock', event: events.clockIs('+73 h') },
  'file: clock drifts': { stand: 'clock', event: events.clockIs('a second fast each second') },
  'Redis: killed at a step': { stand: 'redis-steps', event: events.killed },
  'Redis: frozen for a moment': { stand: 'redis-steps', event: events.frozenShortly },
  'Redis: frozen past its lease': { stand: 'redis-frozen', event: events.frozenPastLease },
  'Redis: clock -1 h': { stand: 'redis-clock', event: events.clockIs('-1 h') },
  'Redis: clock +1 h': { stand: 'redis-clock', event: events.clockIs('+1 h') },
  'Redis: clock +73 h': { stand: 'redis-clock', event: events.clockIs('+73 h') },
  'Redis: clock drifts': {
    stand: 'redis-clock',
    event: events.clockIs('a second fast each second'),
  },
  'Redis emptied': { stand: 'forgetful', event: events.emptied },
  'Redis without the bind': { stand: 'failover', event: events.failedOver },
  'Redis silent': { stand: 'redis-steps', event: events.redisSilent },
  'Redis killed': { stand: 'redis-steps', event: events.redisKilled },
  'Redis a replica': {
    stand: 'redis-steps',
    event: events.redisIs(['replicaof', '127.0.0.1', '1'], ['replicaof', 'no', 'one']),
  },
  'Redis full': {
    stand: 'redis-steps',
    event: events.redisIs(['config', 'set', 'maxmemory', '1'], ['config', 'set', 'maxmemory', '0']),
  },
};

/** With how many files, and whether their bodies are received whole (up to 256 KB) or streamed. */
export const SHAPES = {
  'no file': { files: 0, size: 0 },
  '1 file': { files: 1, size: 2_000 },
  '1 file, streamed': { files: 1, size: 300_000 },
  '5 files': { files: 5, size: 3_000 },
  '5 files, streamed': { files: 5, size: 60_000 },
};

/** Random numbers that a seed repeats (mulberry32). @param {number} seed @returns {Random} */
export function seeded(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
