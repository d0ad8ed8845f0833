/** The part of the WebAssembly JavaScript interface used here; TypeScript ships it only with the DOM, which a server has not. */
declare global {
  namespace WebAssembly {
    type Exports = Readonly<Record<string, unknown>>

    interface Module {
      readonly [opaque]: 'module'
    }

    interface Memory {
      readonly buffer: SharedArrayBuffer
      grow(pages: number): number
    }

    const Memory: new (pages: { readonly initial: number; readonly maximum: number; readonly shared: true }) => Memory
    const Instance: new (
      module: Module,
      imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
    ) => { readonly exports: Exports }
    function compile(binary: Uint8Array): Promise<Module>
  }
}

declare const opaque: unique symbol

export {}
