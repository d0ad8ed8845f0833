import { Images } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, Notice, Skeleton, Switch, useReducedMotion } from '../ui/index.ts'
import type { ChosenClip } from './chosen-clip.ts'
import { Faulty } from './field-faults.tsx'
import { LightSettings } from './looks/light-settings.tsx'
import { StyleCards } from './looks/style-cards.tsx'
import type { Reach } from './maker/reach.ts'
import { MoreSettings } from './more-settings.tsx'
import type { ComposerPorts } from './ports.ts'
import type { Draft } from './use-draft.ts'
import { useStoredMedia } from './use-stored-media.ts'

export interface RestyledClipProps {
  readonly ports: Pick<ComposerPorts, 'media'>
  readonly draft: Draft
  readonly clip: ChosenClip
  readonly reach: Reach
}

/** The settings of a clip that is restyled: what it is, its new style and light, and how smoothly it is to move. */
export function RestyledClip({ ports, draft, clip, reach }: RestyledClipProps) {
  const { t } = useTranslation()
  const { form, change } = draft
  return (
    <>
      <section aria-label={t('restyle.title')} className="flex flex-col gap-2.5">
        <h2 className="text-xs font-semibold text-ink">{t('restyle.title')}</h2>
        <Footage clip={clip} media={ports.media} />
        <p className="text-xs text-muted">{t('restyle.text')}</p>
        <Button
          size="small"
          className="self-start"
          icon={<Images aria-hidden className="size-3.5" />}
          onClick={() => draft.chooseClip(null)}
        >
          {t('restyle.leave')}
        </Button>
      </section>
      <Faulty of={['style', 'video', 'videoMode']}>
        <StyleCards value={form.style} onChange={(style) => change({ style })} />
      </Faulty>
      <Faulty of={['lighting']}>
        <LightSettings form={form} byMood={null} reach={reach} onChange={change} />
      </Faulty>
      <Faulty of={['smoothing']}>
        <Switch
          label={t('restyle.smoothing')}
          hint={t('restyle.smoothingHint')}
          checked={form.smoothing === 'motion'}
          onChange={(on) => change({ smoothing: on ? 'motion' : 'none' })}
        />
      </Faulty>
      <Faulty of={['frameRate', 'seed', 'providerOptions']}>
        <MoreSettings form={form} restyles hasPicture={false} reach={reach} onChange={change} />
      </Faulty>
    </>
  )
}

function Footage({ clip, media }: { readonly clip: ChosenClip; readonly media: ComposerPorts['media'] }) {
  const { t } = useTranslation()
  const reduced = useReducedMotion()
  const shown = useStoredMedia(media, clip.assetId)
  if (shown === 'gone') return <Notice tone="danger">{t('restyle.gone')}</Notice>
  const ratio = clip.width / clip.height
  return (
    <figure aria-label={t('restyle.clip')} className="flex justify-center overflow-hidden rounded-card border border-line bg-sunken">
      {shown === null ? (
        <Skeleton className="h-48 w-full" />
      ) : (
        <video
          key={shown.url}
          src={shown.url}
          style={{ aspectRatio: ratio, inlineSize: `min(100%, calc(34dvb * ${ratio}))` }}
          muted
          loop
          playsInline
          autoPlay={!reduced}
          controls={reduced}
        />
      )}
    </figure>
  )
}
