import { succeed } from 'shared/wire'
import { expired, forgotten } from './answers.ts'
import type { Adapter, Generation, GenerationOf, MadeKind } from './port.ts'

/** An adapter of the registry from one that makes some kinds alone. Throws for another kind, which the catalog never asks for. */
export function makes<Kind extends MadeKind>(kinds: readonly Kind[], adapter: Adapter<GenerationOf<Kind>>): Adapter {
  const own = (generation: Generation): GenerationOf<Kind> => {
    if (isOf(generation, kinds)) return generation
    throw new Error(`asked for ${generation.kind} where only ${kinds.join(', ')} is made`)
  }
  const { lookup, operationOf, ...rest } = adapter
  return {
    ...rest,
    prepare: (generation, files, call) => adapter.prepare(own(generation), files, call),
    start: (options, call) => adapter.start({ ...options, generation: own(options.generation) }, call),
    ...(lookup === undefined ? {} : { lookup: (key, generation, call) => lookup(key, own(generation), call) }),
    ...(operationOf === undefined ? {} : { operationOf: (id, generation) => operationOf(id, own(generation)) }),
  }
}

function isOf<Kind extends MadeKind>(generation: Generation, kinds: readonly Kind[]): generation is GenerationOf<Kind> {
  return kinds.some((kind) => kind === generation.kind)
}

/**
 * An adapter of a provider that answers the paid call with the result itself. There is nothing to ask later: what is lost on the way is
 * not to be had again.
 * @param name of the provider, for the words of a problem
 */
export function atOnce<Making extends Generation>(
  name: string,
  { start, prepare }: Pick<Adapter<Making>, 'start'> & Partial<Pick<Adapter<Making>, 'prepare'>>,
): Adapter<Making> {
  return {
    prepare: prepare ?? (() => Promise.resolve(succeed({}))),
    start,
    observe: () => Promise.resolve({ kind: 'lost', problem: forgotten(name) }),
    cancel: () => Promise.resolve({ kind: 'impossible' }),
    download: () => Promise.resolve({ ok: false, problem: expired(name) }),
  }
}

/** One adapter of a provider that is reached differently for each kind, each of which answers at once. Throws for a kind without one. */
export function byKind(name: string, adapters: Readonly<Partial<Record<MadeKind, Adapter>>>): Adapter {
  const adapterFor = ({ kind }: Generation): Adapter => {
    const adapter = adapters[kind]
    if (adapter === undefined) throw new Error(`${name} makes no ${kind}`)
    return adapter
  }
  return atOnce(name, {
    prepare: (generation, files, call) => adapterFor(generation).prepare(generation, files, call),
    start: (options, call) => adapterFor(options.generation).start(options, call),
  })
}
