/** The part of the WebAssembly JavaScript interface used here; TypeScript describes it only with the DOM, which a server has not. */

declare const compiled: unique symbol

export interface WasmModule {
  readonly [compiled]: true
}

interface WebAssemblyInterface {
  compile(binary: Uint8Array): Promise<WasmModule>
  instantiate(module: WasmModule, imports: Readonly<Record<string, object>>): Promise<object>
}

declare const WebAssembly: WebAssemblyInterface

export const wasm = WebAssembly
