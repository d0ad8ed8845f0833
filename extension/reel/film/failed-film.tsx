import { useTranslation } from 'react-i18next'
import type { Job } from 'shared/wire'
import { Button, Notice, problemText } from '../../ui/index.ts'
import { failedPieces } from '../story-facts.ts'
import { useEditor } from '../use-editor.ts'

/** Why a film was not made: what of it failed, piece by piece, where that is what kept it. */
export function FailedFilm({ reel, onMoney }: { readonly reel: Job; readonly onMoney: () => void }) {
  const { t } = useTranslation()
  const { story, jobs } = useEditor()
  if (reel.error === null) return null
  const { title, text } = problemText(t, reel.error)
  const positions = new Map(story.segments.map(({ id, index }) => [id, index + 1]))
  const reasons = failedPieces(jobs, reel.id).flatMap(({ error, segmentId, kind }) => {
    const { text: why } = problemText(t, error)
    if (segmentId === null) return [`${t(kind === 'music' ? 'film.steps.music' : 'film.steps.transcript')}: ${why}`]
    const position = positions.get(segmentId)
    return position === undefined ? [] : [`${t('segment.label', { position })}: ${why}`]
  })
  return (
    <Notice
      tone="danger"
      announce="polite"
      title={title}
      {...(reel.error.code === 'insufficient_budget'
        ? {
            actions: (
              <Button size="small" onClick={onMoney}>
                {t('budget.raise')}
              </Button>
            ),
          }
        : {})}
    >
      {reasons.length === 0 ? (
        text
      ) : (
        <>
          <ul className="flex max-h-24 flex-col gap-1 overflow-y-auto">
            {[...new Set(reasons)].map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
          <p className="mbs-1 text-muted">{t('film.kept')}</p>
        </>
      )}
    </Notice>
  )
}
