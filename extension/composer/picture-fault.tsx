import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBytes, Notice } from '../ui/index.ts'
import { FILE_MAXIMUM_BYTES } from './limits.ts'
import type { TakingFault } from './use-picture-taking.ts'

const PAGE_TEXTS = {
  'needs-access': 'picker.accessUnknown',
  restricted: 'picker.restrictedText',
  'no-tab': 'picker.failedText',
  failed: 'picker.failedText',
} as const

/** Why no picture came, way by way, so that nobody has to guess. */
export function PictureFault({ fault }: { readonly fault: TakingFault }): ReactNode {
  const { t, i18n } = useTranslation()
  switch (fault.kind) {
    case 'not-a-picture':
      return (
        <Notice tone="danger" announce="assertive">
          {t('picker.notPicture')}
        </Notice>
      )
    case 'too-large':
      return (
        <Notice tone="danger" announce="assertive">
          {t('picker.tooLarge', { size: formatBytes(FILE_MAXIMUM_BYTES, i18n.language) })}
        </Notice>
      )
    case 'page':
      return (
        <Notice
          tone="warning"
          announce="assertive"
          title={fault.reason === 'restricted' ? t('picker.restrictedTitle') : t('picker.failedTitle')}
        >
          {t(PAGE_TEXTS[fault.reason])}
        </Notice>
      )
    default: {
      const lines = new Set(
        fault.failures.map(({ reason, url, status }) => t(`picker.reasons.${reason}`, { host: hostOf(url), status: status ?? 0 })),
      )
      return (
        <Notice tone="danger" announce="assertive" title={t('picker.grabFailed')}>
          <ul className="list-disc ps-4">
            {[...lines].map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Notice>
      )
    }
  }
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url.slice(0, 40)
}
