import type { Outcome } from 'shared/wire'
import { withAsset } from './frame-files.ts'
import type { ReelRooms } from './rooms.ts'

/** Gives `work` the local files of assets by their ids, all until it is done. `media_invalid` where one of them is gone. */
export async function withAssets<T>(
  rooms: Pick<ReelRooms, 'library' | 'storage'>,
  userId: string,
  ids: readonly string[],
  work: (paths: ReadonlyMap<string, string>) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const lend = async (open: readonly string[], paths: ReadonlyMap<string, string>): Promise<Outcome<T>> => {
    const [id, ...rest] = open
    if (id === undefined) return await work(paths)
    return await withAsset(rooms, userId, id, (path) => lend(rest, new Map([...paths, [id, path]])))
  }
  return await lend([...new Set(ids)], new Map())
}

/** Where an asset lies; throws for one that was not asked for. */
export function pathOf(paths: ReadonlyMap<string, string>, id: string): string {
  const found = paths.get(id)
  if (found === undefined) throw new Error(`${id} was not lent`)
  return found
}
