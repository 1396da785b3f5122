// What the bundler resolves (web/build.mjs) and Emscripten declares.

declare module '*.vert' {
  const source: string;
  export default source;
}

declare module '*.frag' {
  const source: string;
  export default source;
}

// The glue of build/wasm. Its functions are main.cpp's.
declare module 'casement-glue' {
  interface Instance {
    readonly wasmMemory: WebAssembly.Memory;
    readonly [name: `_casement_${string}`]: (...parameters: (number | boolean)[]) => number;
  }
  interface Options {
    /** What host.hpp declares; called without a `this`. */
    host: { readonly [name: string]: (...parameters: number[]) => unknown };
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance) => void,
    ): void;
    /** What the code before the glue (module_xhr.js) asks for. */
    [name: string]: unknown;
  }
  export default function startModule(options: Options): Promise<Instance>;
}

// In the code before the glue: the options, and later the instance.
declare const Module: { readonly [name: string]: any };
