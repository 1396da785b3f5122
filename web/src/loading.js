/** @file What all forms of a page share: the panel's code and the compiled module, loaded once. */

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled;

/** Marks what the network did, so that it is told apart from a browser that cannot run wasm. */
const notLoaded = (/** @type {unknown} */ cause) => {
  throw { reason: 'load', cause };
};

let tries = 0;

/** Browsers remember a failed import for good, so a second try has another address. */
export const importPanel = () =>
  (tries++
    ? import(String(new URL(`./casement-panel.js?${tries}`, import.meta.url)))
    : import('./casement-panel.js')
  ).then((panel) => {
    tries = 0;
    return /** @type {typeof import('./casement-panel.js')} */ (panel);
  }, notLoaded);

/** A failure is not kept: the next form tries again. */
export function compileOnce() {
  return (compiled ??= compile().catch((error) => {
    compiled = undefined;
    throw error;
  }));
}

async function compile() {
  // Read first: where WebAssembly is missing, nothing is downloaded.
  const { compile, compileStreaming } = WebAssembly;
  const response = await fetch(new URL('./casement.wasm', import.meta.url)).catch(notLoaded);
  if (!response.ok) notLoaded(response.status);
  // Some servers do not know the type, and compileStreaming insists on it.
  return response.headers.get('content-type') === 'application/wasm'
    ? compileStreaming(response)
    : compile(await response.arrayBuffer());
}
