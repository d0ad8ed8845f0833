/** The part of the WebAssembly JavaScript interface used here; TypeScript describes it only with the DOM, which a server has not. */

declare const compiled: unique symbol

export interface WasmModule {
  readonly [compiled]: true
}

export interface WasmMemory {
  readonly buffer: SharedArrayBuffer
  /** Adds pages of 64 KiB; throws a RangeError past the maximum. */
  grow(pages: number): number
}

export type WasmExports = Readonly<Record<string, unknown>>

interface WebAssemblyInterface {
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number; readonly shared: true }) => WasmMemory
  readonly Instance: new (
    module: WasmModule,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: WasmExports }
  compile(binary: Uint8Array): Promise<WasmModule>
}

declare const WebAssembly: WebAssemblyInterface

export const wasm = WebAssembly
