import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Chips, Skeleton } from '../ui/index.ts'
import { BoundaryInspector } from './boundary/boundary-inspector.tsx'
import { SegmentInspector } from './segment/segment-inspector.tsx'
import { useEditor } from './use-editor.ts'

const SoundLanes = lazy(async () => ({ default: (await import('./sound/sound-lanes.tsx')).SoundLanes }))
const CaptionLane = lazy(async () => ({ default: (await import('./captions/caption-lane.tsx')).CaptionLane }))
const Overlays = lazy(async () => ({ default: (await import('./overlays/overlays.tsx')).Overlays }))
const StorySettings = lazy(async () => ({ default: (await import('./settings/story-settings.tsx')).StorySettings }))

export const PART_NAMES = ['segment', 'sound', 'captions', 'overlays', 'settings'] as const
export type PartName = (typeof PART_NAMES)[number]

/** One part of the story at a time: what is selected in the strip, the sound, the captions, what lies over it, and what holds for all. */
export function Parts({ part, onPart }: { readonly part: PartName; readonly onPart: (part: PartName) => void }) {
  const { t } = useTranslation()
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Chips<PartName>
        label={t('reel.parts')}
        value={part}
        options={PART_NAMES.map((value) => ({ value, label: t(`reel.part.${value}`) }))}
        onChange={onPart}
      />
      <Suspense fallback={<Skeleton className="h-40" />}>
        <Part part={part} />
      </Suspense>
    </div>
  )
}

function Part({ part }: { readonly part: PartName }) {
  const { story, selection } = useEditor()
  if (part === 'sound') return <SoundLanes />
  if (part === 'captions') return <CaptionLane />
  if (part === 'overlays') return <Overlays />
  if (part === 'settings') return <StorySettings />
  const segment = story.segments[selection.index]
  if (segment === undefined) return null
  const next = story.segments[selection.index + 1]
  if (selection.kind === 'boundary' && next !== undefined) return <BoundaryInspector key={segment.id} before={segment} after={next} />
  return <SegmentInspector key={segment.id} segment={segment} />
}
