import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CameraMove } from 'shared/camera'
import type { Segment } from 'shared/wire'
import { Disclosure, GroupedCards, MOVE_GROUP_NAMES, MOVE_GROUPS, MoveMiniature, type Shot } from '../../ui/index.ts'
import { picturesOf } from '../story-facts.ts'
import { useEditor } from '../use-editor.ts'
import { useAsset, useMedia } from '../use-reel.ts'

const AUTOMATIC = 'automatic'

/** How the camera moves in a segment, each move shown on the segment's own picture. */
export function MoveField({ segment }: { readonly segment: Segment }) {
  const { t } = useTranslation()
  const { story, change } = useEditor()
  const { frame, imageId } = picturesOf(segment)
  const image = useAsset(imageId)
  const picture = frame ?? image
  const url = useMedia(picture)
  const { width = 1, height = 1, focus, subject } = picture ?? {}
  const of = useMemo<Pick<Shot, 'picture' | 'seed'>>(
    () => ({
      picture: url === null ? null : { url, width, height, focus: focus ?? null, subject: subject ?? null },
      seed: story.settings.seed,
    }),
    [url, width, height, focus, subject, story.settings.seed],
  )
  const now = segment.camera === null ? t('segment.moveAutomatic') : t(`cameras.${segment.camera}.name`)
  return (
    <Disclosure title={t('segment.move')} now={now}>
      <GroupedCards<CameraMove | typeof AUTOMATIC>
        label={t('segment.move')}
        value={segment.camera ?? AUTOMATIC}
        className="grid-cols-3"
        groups={[
          ...MOVE_GROUP_NAMES.map((name) => ({
            title: t(`cameraGroups.${name}`),
            options: MOVE_GROUPS[name].map((move) => ({
              value: move,
              label: t(`cameras.${move}.name`),
              art: <MoveMiniature of={of} move={move} />,
            })),
          })),
          { title: t('segment.moveOther'), options: [{ value: AUTOMATIC, label: t('segment.moveAutomatic') }] },
        ]}
        onChange={(camera) => change(segment, { camera: camera === AUTOMATIC ? null : camera })}
      />
    </Disclosure>
  )
}
