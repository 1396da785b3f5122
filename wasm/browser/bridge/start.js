/** An instance of the module, with what it imports. */
import startModule from 'casement-glue';

import { sharedCalls } from './contract.js';
import { Memory } from './memory.js';
import { guardGlue, guarded } from './guard.js';

/** @import { Calls } from './contract.js' */

/** @type {readonly string[]} */
const shared = sharedCalls;

/**
 * @param {Promise<WebAssembly.Module>} compiled shared by all forms of a page
 * @param {import('./guard.js').Imports} imports
 * @param {(name: string, error: unknown) => void} failed an import threw; its fallback was given
 * @returns {Promise<{call: Calls, memory: Memory}>}
 */
export async function instantiate(compiled, imports, failed) {
  const module = await compiled;
  const host = guarded(imports, failed);
  const started = await new Promise((resolve, reject) => {
    startModule({
      host,
      /**
       * @param {WebAssembly.Imports} glue
       * @param {(instance: WebAssembly.Instance, module: WebAssembly.Module) => void} receive
       */
      instantiateWasm: (glue, receive) => {
        guardGlue(glue, host, failed);
        WebAssembly.instantiate(module, glue).then(
          (instance) => receive(instance, module),
          reject, // the glue itself would wait for ever
        );
        return {};
      },
    }).then(resolve, reject);
  });
  let widget = 0;
  const call = /** @type {Record<string, (...numbers: number[]) => number>} */ ({});
  for (const [exported, value] of Object.entries(started)) {
    const [, name] = exported.split('_casement_');
    if (name)
      call[name] = shared.includes(name) ? value : (...numbers) => value(widget, ...numbers);
  }
  call.start = () => (widget = started._casement_start());
  return {
    call: /** @type {any} */ (call),
    memory: new Memory(started.wasmMemory, call.allocate, call.release),
  };
}
