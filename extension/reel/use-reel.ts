import { useLiveQuery } from 'dexie-react-hooks'
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import type { Asset, Job, Segment } from 'shared/wire'
import type { StreamState } from '../api/index.ts'
import type { ReelPorts, ShownMedia, ShownStory } from './ports.ts'
import { chosenTake, picturesOf } from './story-facts.ts'

const PortsContext = createContext<ReelPorts | null>(null)
/** Gives the ports to everything of the room. */
export const PortsScope = PortsContext

/** What the room needs of the world. */
export function usePorts(): ReelPorts {
  const ports = useContext(PortsContext)
  if (ports === null) throw new Error('no ports around the editor')
  return ports
}

/** How the backend stands. */
export function useConnection(): StreamState {
  const ports = usePorts()
  return useSyncExternalStore(ports.subscribe, ports.connection)
}

function useDatabase(): string {
  const ports = usePorts()
  return useSyncExternalStore(ports.subscribe, ports.database)
}

/** All stories; undefined until they have been read. */
export function useStories(): readonly ShownStory[] | undefined {
  const { stories } = usePorts()
  const database = useDatabase()
  return useLiveQuery(() => stories.list(), [stories, database])
}

/** One story; undefined until it has been read, null where there is none. */
export function useStory(id: string): ShownStory | null | undefined {
  const { stories } = usePorts()
  const database = useDatabase()
  return useLiveQuery(() => stories.story(id), [stories, database, id])
}

/** What was made for a story, newest first. */
export function useJobs(storyId: string): readonly Job[] | undefined {
  const { stories } = usePorts()
  const database = useDatabase()
  return useLiveQuery(() => stories.jobs(storyId), [stories, database, storyId])
}

/** Files of the library of one type, newest first; undefined until they have been read. */
export function useAssets(type: Asset['type'], limit: number): readonly Asset[] | undefined {
  const { stories } = usePorts()
  const database = useDatabase()
  return useLiveQuery(() => stories.assets(type, limit), [stories, database, type, limit])
}

/** A file of the library; null while it is read and where there is none. */
export function useAsset(id: string | null): Asset | null {
  const { stories } = usePorts()
  const database = useDatabase()
  return useLiveQuery(() => (id === null ? null : stories.asset(id)), [stories, database, id]) ?? null
}

/** The files of a segment's chosen take. */
export interface TakeFiles {
  readonly video: Asset | null
  readonly poster: Asset | null
}

const NO_FILES: TakeFiles = { video: null, poster: null }

/** The files of one take; empty while they are read and where there are none. */
export function useTakeFiles(take: Segment['takes'][number] | null): TakeFiles {
  const { stories } = usePorts()
  const database = useDatabase()
  const { jobId, assetId } = take ?? {}
  const read = async (): Promise<TakeFiles> => {
    const asset = assetId === undefined ? null : await stories.asset(assetId)
    const madeBy = jobId ?? asset?.sourceJobId
    const job = madeBy === undefined ? null : await stories.job(madeBy)
    const made = job === null ? NO_FILES : filesOf(job)
    return { video: asset ?? made.video, poster: made.poster }
  }
  return useLiveQuery(read, [stories, database, jobId, assetId]) ?? NO_FILES
}

/** The video and the poster that a finished job gave. */
export function filesOf({ result }: Pick<Job, 'result'>): TakeFiles {
  if (result === null || !('video' in result)) return NO_FILES
  return { video: result.video, poster: result.poster }
}

/** What stands for a segment: the poster of its clip, else its frame or picture. */
export function useSegmentPicture(segment: Segment): Asset | null {
  const { poster } = useTakeFiles(chosenTake(segment))
  const { frame, imageId } = picturesOf(segment)
  const image = useAsset(imageId)
  return poster ?? frame ?? image
}

/** Where to load a file from, for as long as it is shown; null until that is known. */
export function useMedia(asset: Asset | null): string | null {
  const { media } = usePorts()
  const [found, setFound] = useState<{ readonly of: Asset; readonly url: string } | null>(null)
  // The mirror makes new objects of rows that have not changed; only another file is another asset here.
  const [wanted, setWanted] = useState(asset)
  if (wanted?.id !== asset?.id || wanted?.url !== asset?.url) setWanted(asset)
  useEffect(() => {
    if (wanted === null) return undefined
    let stale = false
    let shown: ShownMedia | null = null
    void (async () => {
      const loaded = await media(wanted)
      if (stale) {
        loaded.release()
        return
      }
      shown = loaded
      setFound({ of: wanted, url: loaded.url })
    })()
    return () => {
      stale = true
      shown?.release()
    }
  }, [media, wanted])
  return found !== null && found.of === wanted ? found.url : null
}

/** The film that the story has: its latest finished reel. */
export function filmOf(jobs: readonly Job[]): Job | null {
  return jobs.find((job) => job.kind === 'reel' && job.status === 'completed') ?? null
}
