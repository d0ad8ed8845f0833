import { useTranslation } from 'react-i18next'
import type { AspectRatio } from 'shared/camera'
import { type Platform, safeZone } from 'shared/strategy'
import { placeAt } from '../../ui/index.ts'

/** The part of the frame that the platform's own controls leave free, over the preview. */
export function SafeZone({ platform, shape }: { readonly platform: Platform; readonly shape: AspectRatio }) {
  const { t } = useTranslation()
  return (
    <span
      data-safe-zone={platform}
      className="pointer-events-none absolute rounded-sm border border-dashed border-on-media/90 shadow-[0_0_0_9999px_rgb(6_4_16/0.35)]"
      style={placeAt(safeZone(platform, shape))}
    >
      <span className="absolute inset-s-0 inset-bs-0 bg-scrim px-1 text-[10px] text-on-media">{t('platform.zone')}</span>
    </span>
  )
}
