import { useTranslation } from 'react-i18next'
import { Button, Notice, useWatched } from '../ui/index.ts'
import type { SettingsPorts } from './ports.ts'

export interface UnclearNoticeProps {
  readonly unclear: SettingsPorts['unclear']
  readonly onOpen: () => void
}

/** Says that there are payments to decide about, for as long as there are. */
export function UnclearNotice({ unclear, onOpen }: UnclearNoticeProps) {
  const { t } = useTranslation()
  const count = useWatched(unclear).value?.items.length ?? 0
  if (count === 0) return null
  return (
    <Notice
      tone="warning"
      announce="polite"
      title={t('unclear.notice', { count })}
      actions={
        <Button size="small" onClick={onOpen}>
          {t('unclear.decide')}
        </Button>
      }
    >
      {t('unclear.text')}
    </Notice>
  )
}
