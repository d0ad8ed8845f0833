import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ComfyuiGraph, comfyuiGraphName, type Outcome, refuse, succeed } from 'shared/wire'
import { parseJson } from '../answer.ts'
import type { ClipModel } from '../catalog.ts'
import { faultsOf, modelOf, OWN_PREFIX, ownGraph, type OwnGraph, type OwnGraphs } from './own-graph.ts'

const MOST = 50

/** Graphs that people have uploaded, each a JSON file, and each a model of ComfyUI from the moment it is there. */
export interface GraphShelf extends OwnGraphs {
  /** As models of the catalog, by name. */
  models(): readonly ClipModel[]
  list(): readonly { readonly name: string; readonly graph: OwnGraph }[]
  /** Keeps a graph under a name, in place of an older one. `invalid_request` with what is wrong with it; `conflict` when there are too many. */
  put(name: string, uploaded: ComfyuiGraph): Promise<Outcome<ClipModel>>
  /** False where there was none. Runs of it that have begun go on. */
  remove(name: string): Promise<boolean>
}

/** Opens the shelf in a directory, which is made where it is missing. Files there that are no graphs are passed over. */
export function openGraphShelf(directory: string): GraphShelf {
  mkdirSync(directory, { recursive: true })
  const graphs = new Map(
    readdirSync(directory)
      .toSorted()
      .flatMap((file) => readGraph(directory, file)),
  )
  const fileOf = (name: string): string => join(directory, `${name}.json`)
  const list: GraphShelf['list'] = () =>
    [...graphs].map(([name, graph]) => ({ name, graph })).toSorted((a, b) => a.name.localeCompare(b.name))
  return {
    find: (model) => (model.startsWith(OWN_PREFIX) ? (graphs.get(model.slice(OWN_PREFIX.length)) ?? null) : null),
    models: () => list().map(({ name, graph }) => modelOf(name, graph)),
    list,
    put: async (name, uploaded) => {
      const own = ownGraph.parse(uploaded)
      const issues = faultsOf(own)
      const [first] = issues
      if (first !== undefined) return refuse('invalid_request', `This graph cannot be run: ${first.path} ${first.message}.`, { issues })
      if (graphs.size >= MOST && !graphs.has(name)) return refuse('conflict', `There are ${MOST} graphs; remove one first.`)
      const temporary = `${fileOf(name)}.part`
      await writeFile(temporary, JSON.stringify(own))
      await rename(temporary, fileOf(name))
      graphs.set(name, own)
      return succeed(modelOf(name, own))
    },
    remove: async (name) => {
      await rm(fileOf(name), { force: true })
      return graphs.delete(name)
    },
  }
}

function readGraph(directory: string, file: string): readonly (readonly [string, OwnGraph])[] {
  const name = comfyuiGraphName.safeParse(file.replace(/\.json$/, ''))
  if (!file.endsWith('.json') || !name.success) return []
  const own = ownGraph.safeParse(parseJson(readFileSync(join(directory, file), 'utf8')))
  return own.success && faultsOf(own.data).length === 0 ? [[name.data, own.data]] : []
}
