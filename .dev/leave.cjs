// Loaded before each file of tests. Node 20 takes down its handles before it ends, and may wait for one of them for ever,
// with all of a processor (a request of the faults' tests was cut off at the wrong moment); all is told by then.
if (process.env.NODE_TEST_CONTEXT) process.on('exit', leave);

/** Whoever else cleans up at the end does it first. @param {number} code */
function leave(code) {
  for (const each of process.listeners('exit')) if (each !== leave) each.call(process, code);
  process.exit();
}
