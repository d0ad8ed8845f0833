import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import type { Job, Segment, SegmentInput, Storyboard, StoryboardPatch } from 'shared/wire'
import type { StoryEdit } from '../api/index.ts'
import { lackingSegment, runningReel } from './story-facts.ts'
import { usePorts } from './use-reel.ts'
import { type StoryPrice, useStoryPrice } from './use-story-price.ts'

/** What of the story is looked at more closely: a segment, or how it goes over into the next. By place, since a new segment has no id yet. */
export interface Selection {
  readonly kind: 'segment' | 'boundary'
  readonly index: number
}

/** The story that is edited, and what can be done with it. */
export interface Editor {
  readonly story: Storyboard
  readonly jobs: readonly Job[]
  /** Edits that the backend has not answered yet. */
  readonly waiting: number
  /** What it costs to make what is missing. */
  readonly price: StoryPrice
  readonly selection: Selection
  readonly select: (selection: Selection) => void
  readonly edit: (edit: StoryEdit) => void
  readonly patch: (patch: StoryboardPatch) => void
  readonly change: (segment: Segment, patch: SegmentInput) => void
  /** Waits until the backend knows of every edit, or is away: what is made next is made of the story as it is shown. */
  readonly settled: () => Promise<void>
}

const LOOK_AGAIN_MS = 60

const EditorContext = createContext<Editor | null>(null)
/** Gives the editor to everything that shows a part of the story. */
export const EditorScope = EditorContext

/** The story that is edited. */
export function useEditor(): Editor {
  const editor = useContext(EditorContext)
  if (editor === null) throw new Error('no story around this')
  return editor
}

/** The editor of a story that is shown with what waits. */
export function useNewEditor(story: Storyboard, waiting: number, jobs: readonly Job[]): Editor {
  const { stories, connection } = usePorts()
  const [selection, select] = useState<Selection>({ kind: 'segment', index: 0 })
  const { id } = story
  const edit = useCallback((change: StoryEdit) => void stories.edit(id, change), [stories, id])
  const settled = useCallback(async () => {
    while (connection() !== 'offline' && ((await stories.story(id))?.waiting ?? 0) > 0) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    }
  }, [stories, connection, id])
  const { length } = story.segments
  const statuses = story.segments.map((segment) => `${segment.id} ${segment.status} ${segment.takes.length} ${String(segment.stale)}`)
  const price = useStoryPrice(
    id,
    lackingSegment(story) === null ? `${story.version} ${statuses.join(',')} ${runningReel(jobs)?.id ?? ''}` : null,
  )
  const index = Math.max(0, Math.min(selection.index, length - (selection.kind === 'boundary' ? 2 : 1)))
  return useMemo(
    () => ({
      story,
      jobs,
      waiting,
      price,
      selection: length < 2 ? { kind: 'segment', index } : { kind: selection.kind, index },
      select,
      edit,
      patch: (patch) => edit({ op: 'patch', patch }),
      change: (segment, patch) => edit({ op: 'change', segmentId: segment.id, patch }),
      settled,
    }),
    [story, jobs, waiting, price, selection.kind, index, length, edit, settled],
  )
}

/** Ctrl or Cmd with Z takes the last edit back, with Shift makes it again; a field that is typed into keeps its own. */
export function useUndoKeys({ story, edit }: Pick<Editor, 'story' | 'edit'>): void {
  const { canUndo, canRedo } = story
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return
      const key = event.key.toLowerCase()
      const op = key === 'y' || (key === 'z' && event.shiftKey) ? 'redo' : key === 'z' ? 'undo' : null
      if (op === null) return
      event.preventDefault()
      if (op === 'undo' ? canUndo : canRedo) edit({ op })
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [canUndo, canRedo, edit])
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'file'].includes(target.type))
  )
}
