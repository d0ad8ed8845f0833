import type { Asset, Change, ChangeEntity, Job, Settings, Storyboard } from 'shared/wire'

/** Reads the resources of these ids as they are now, whole; an id that is gone is left out. */
export type Load<Resource> = (userId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, Resource>>

export interface Presenters {
  readonly job: Load<Job>
  readonly asset: Load<Asset>
  readonly storyboard: Load<Storyboard>
  readonly settings: Load<Settings>
}

export interface ChangeRow {
  readonly entity: ChangeEntity
  readonly entityId: string
  readonly seq: number
  readonly op: 'put' | 'delete'
  readonly at: number
}

type Read = { readonly [Entity in keyof Presenters]: Awaited<ReturnType<Presenters[Entity]>> }

/** Turns rows of the feed into changes with whole resources, one load per kind; a resource that is gone by now is delivered as deleted. */
export async function presentRows(presenters: Partial<Presenters>, userId: string, rows: readonly ChangeRow[]): Promise<readonly Change[]> {
  const idsOf = (entity: ChangeEntity) => rows.filter((row) => row.op === 'put' && row.entity === entity).map((row) => row.entityId)
  const [job, asset, storyboard, settings] = await Promise.all([
    load(presenters.job, userId, idsOf('job')),
    load(presenters.asset, userId, idsOf('asset')),
    load(presenters.storyboard, userId, idsOf('storyboard')),
    load(presenters.settings, userId, idsOf('settings')),
  ])
  return rows.map((row) => presentRow(row, { job, asset, storyboard, settings }))
}

async function load<Resource>(
  loader: Load<Resource> | undefined,
  userId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Resource>> {
  if (ids.length === 0) return new Map()
  if (loader === undefined) throw new Error('changes of an entity were asked for before its room registered how it is read')
  return loader(userId, ids)
}

/** The change that a thing was last delivered by: the same once more while both are the same, so that it is written out once. */
const delivered = new WeakMap<Job | Asset | Storyboard | Settings, Change>()

function presentRow(row: ChangeRow, read: Read): Change {
  const data = row.op === 'put' ? read[row.entity].get(row.entityId) : undefined
  const before = data === undefined ? undefined : delivered.get(data)
  if (before?.seq === row.seq && before.id === row.entityId) return before
  const change = makeChange(row, read)
  if (data !== undefined) delivered.set(data, change)
  return change
}

function makeChange({ entity, entityId: id, seq, op, at: time }: ChangeRow, read: Read): Change {
  const at = new Date(time).toISOString()
  const [job, asset, storyboard, settings] = [read.job.get(id), read.asset.get(id), read.storyboard.get(id), read.settings.get(id)]
  if (op === 'put') {
    if (entity === 'job' && job !== undefined) return { entity, id, op, seq, at, data: job }
    if (entity === 'asset' && asset !== undefined) return { entity, id, op, seq, at, data: asset }
    if (entity === 'storyboard' && storyboard !== undefined) return { entity, id, op, seq, at, data: storyboard }
    if (entity === 'settings' && settings !== undefined) return { entity, id, op, seq, at, data: settings }
  }
  return { entity, id, op: 'delete', seq, at, data: null }
}
