/** Reads what a trace of Chromium's says about the page's main thread. */

/**
 * The longest task that overlaps a span of the page's time.
 * @param {Uint8Array} trace as JSON
 * @param {number} from ms since navigation @param {number} to
 */
export function longestTask(trace, from, to) {
  /** @type {{traceEvents: any[]}} */
  const { traceEvents } = JSON.parse(new TextDecoder().decode(trace));
  const start = traceEvents.findLast(
    ({ name, args }) =>
      name === 'navigationStart' && args.data?.documentLoaderURL?.startsWith('http'),
  );
  const thread = traceEvents.find(
    ({ name, pid, args }) =>
      name === 'thread_name' && pid === start?.pid && args.name === 'CrRendererMain',
  );
  if (!thread) throw new Error('the trace does not name the main thread of the page');
  const at = (/** @type {number} */ ms) => start.ts + ms * 1000;
  return traceEvents
    .filter(
      ({ ph, name, pid, tid }) =>
        ph === 'X' && name.endsWith('RunTask') && pid === thread.pid && tid === thread.tid,
    )
    .filter(({ ts, dur }) => ts + dur > at(from) && ts < at(to))
    .reduce((most, { dur }) => Math.max(most, dur / 1000), 0);
}
