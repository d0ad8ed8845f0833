import type { Segment } from 'shared/wire'
import { useWatched } from '../../ui/index.ts'
import { useEditor } from '../use-editor.ts'
import { usePorts } from '../use-reel.ts'
import { isTitle } from './is-title.ts'

/** Whether a segment of the story that is edited is an animated title, as far as is known of who could make it. */
export function useIsTitle(segment: Segment): boolean {
  const { story } = useEditor()
  const { providers } = usePorts()
  const makers = useWatched(providers).value?.items ?? null
  return isTitle(segment, story.segments[segment.index - 1], story.settings, makers)
}
