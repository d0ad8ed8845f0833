import { useTranslation } from 'react-i18next'
import type { Segment } from 'shared/wire'
import { TextField } from '../text-field.tsx'
import { useEditor } from '../use-editor.ts'

/** What stands on the screen in a segment that is made of words; left empty, what happens in it. */
export function TitleField({ segment }: { readonly segment: Segment }) {
  const { t } = useTranslation()
  const { change } = useEditor()
  return (
    <TextField
      title={t('segment.titleText')}
      hint={t('segment.titleTextHint')}
      value={segment.titleText ?? ''}
      rows={2}
      placeholder={segment.prompt}
      limit="titleText"
      onKeep={(text) => change(segment, { titleText: text.trim() === '' ? null : text.trim() })}
    />
  )
}
