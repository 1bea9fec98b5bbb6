/** What this program uses of the WebAssembly global, which TypeScript declares only together with the browser's. */
export type WasmModule = object;
type WasmInstance = object;

/** What DuckDB is given to run with; its memory among it. */
export interface WasmImports {
  readonly env: { readonly memory: { readonly buffer: ArrayBufferLike } };
}

interface WasmApi {
  compile(bytes: Uint8Array): Promise<WasmModule>;
  instantiate(module: WasmModule, imports: object): Promise<WasmInstance>;
  readonly RuntimeError: new (...args: never) => Error;
}

export type DidInstantiate = (instance: WasmInstance, module: WasmModule) => void;

export const wasm = Reflect.get(globalThis, "WebAssembly") as WasmApi;
