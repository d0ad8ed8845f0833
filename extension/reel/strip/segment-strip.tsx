import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardCode,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { horizontalListSortingStrategy, SortableContext, sortableKeyboardCoordinates } from '@dnd-kit/sortable'
import { Plus } from 'lucide-react'
import { Fragment, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Storyboard } from 'shared/wire'
import { IconButton } from '../../ui/index.ts'
import { MOST_SEGMENTS } from '../limits.ts'
import { moved } from '../story-facts.ts'
import { useEditor } from '../use-editor.ts'
import { BoundaryButton } from './boundary-button.tsx'
import { SegmentTile } from './segment-tile.tsx'

/** A press that moves less is a press. */
const DRAG_STARTS_AFTER = 6
/** Enter opens a segment, so that only the space bar takes it up. */
const KEYS = { start: [KeyboardCode.Space], cancel: [KeyboardCode.Esc], end: [KeyboardCode.Space, KeyboardCode.Enter] }

/** The segments in their order with how each goes over into the next; put in another order by dragging, or by keys alone. */
export function SegmentStrip() {
  const { t } = useTranslation()
  const { story, selection, select, edit, patch } = useEditor()
  const ids = story.segments.map(({ id }) => id)
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: DRAG_STARTS_AFTER } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates, keyboardCodes: KEYS }),
  )
  const move = (id: string, to: number): void => {
    if (to < 0 || to >= ids.length || ids.indexOf(id) === to) return
    patch({ order: [...moved(ids, id, to)] })
    select({ kind: 'segment', index: to })
  }
  const onDragEnd = ({ active, over }: DragEndEvent): void => {
    if (over !== null) move(String(active.id), ids.indexOf(String(over.id)))
  }
  const accessibility = useAnnouncements(story)
  return (
    <section aria-label={t('strip.label')} className="min-w-0">
      <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={onDragEnd} accessibility={accessibility}>
        <SortableContext items={ids} strategy={horizontalListSortingStrategy}>
          <ol className="flex items-stretch gap-1 overflow-x-auto p-1 pbe-2">
            {story.segments.map((segment, index) => (
              <Fragment key={segment.id}>
                <SegmentTile
                  segment={segment}
                  shape={story.settings.aspectRatio}
                  selected={selection.kind === 'segment' && selection.index === index}
                  onSelect={() => select({ kind: 'segment', index })}
                  onMove={(by) => move(segment.id, index + by)}
                />
                {index === ids.length - 1 ? null : (
                  <BoundaryButton
                    boundary={segment.boundary}
                    position={index + 1}
                    selected={selection.kind === 'boundary' && selection.index === index}
                    onSelect={() => select({ kind: 'boundary', index })}
                  />
                )}
              </Fragment>
            ))}
            <li className="flex items-center ps-1">
              <IconButton
                look="secondary"
                label={t('strip.add')}
                disabled={ids.length >= MOST_SEGMENTS}
                icon={<Plus aria-hidden className="size-4" />}
                onClick={() => {
                  edit({ op: 'add', segment: {} })
                  select({ kind: 'segment', index: ids.length })
                }}
              />
            </li>
          </ol>
        </SortableContext>
      </DndContext>
    </section>
  )
}

/** What is said of a drag to those who hear it. */
function useAnnouncements({ segments }: Storyboard): {
  readonly announcements: Announcements
  readonly screenReaderInstructions: { readonly draggable: string }
} {
  const { t } = useTranslation()
  return useMemo(() => {
    const positionOf = (id: unknown): number => segments.findIndex((segment) => segment.id === id) + 1
    const total = segments.length
    return {
      screenReaderInstructions: { draggable: t('strip.instructions') },
      announcements: {
        onDragStart: ({ active }) => t('strip.lifted', { position: positionOf(active.id), total }),
        onDragOver: ({ over }) => (over === null ? undefined : t('strip.over', { position: positionOf(over.id), total })),
        onDragEnd: ({ over }) => (over === null ? t('strip.putBack') : t('strip.dropped', { position: positionOf(over.id), total })),
        onDragCancel: () => t('strip.putBack'),
      },
    }
  }, [segments, t])
}
