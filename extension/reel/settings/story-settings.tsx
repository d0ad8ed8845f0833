import { useTranslation } from 'react-i18next'
import { type Style, STYLES } from 'shared/strategy'
import type { StorySettings as Settings } from 'shared/wire'
import { CardPicture, ChoiceCards, Chips, Disclosure, Field, Segmented, Switch } from '../../ui/index.ts'
import { CastList } from '../cast/cast-list.tsx'
import { ASPECT_RATIOS, FLOWS, FRAME_RATES, FRAME_SOURCES, QUALITIES, RESOLUTIONS } from '../limits.ts'
import { MakerSelect } from '../segment/maker-select.tsx'
import { TextField } from '../text-field.tsx'
import { useEditor } from '../use-editor.ts'

/** What holds for all segments: shape, look, how one flows into the next, who makes them, and whom they show. */
export function StorySettings() {
  const { t } = useTranslation()
  const { story, patch } = useEditor()
  const { settings } = story
  const keep = (part: Partial<Settings>): void => patch({ settings: part })
  return (
    <section aria-label={t('reel.part.settings')} className="flex min-w-0 flex-col gap-3.5">
      <Field title={t('story.shape')}>
        <Segmented
          label={t('story.shape')}
          value={settings.aspectRatio}
          options={ASPECT_RATIOS.map((value) => ({ value, label: value }))}
          onChange={(aspectRatio) => keep({ aspectRatio })}
        />
      </Field>
      <Field title={t('story.quality')}>
        <Segmented
          label={t('story.quality')}
          value={settings.quality}
          options={QUALITIES.map((value) => ({ value, label: t(`maker.tiers.${value}.name`) }))}
          onChange={(quality) => keep({ quality })}
        />
      </Field>
      <Field title={t('story.flow')} hint={t(`story.flowHints.${settings.flow}`)}>
        <Segmented
          label={t('story.flow')}
          value={settings.flow}
          options={FLOWS.map((value) => ({ value, label: t(`story.flows.${value}`) }))}
          onChange={(flow) => keep({ flow })}
        />
      </Field>
      {settings.flow === 'continuous' ? (
        <Field title={t('story.frames')} hint={t(`story.frameHints.${settings.frames}`)}>
          <Chips
            label={t('story.frames')}
            value={settings.frames}
            options={FRAME_SOURCES.map((value) => ({ value, label: t(`story.frameSources.${value}`) }))}
            onChange={(frames) => keep({ frames })}
          />
        </Field>
      ) : null}
      <Switch
        label={t('story.checkFrames')}
        hint={t('story.checkFramesHint')}
        checked={settings.checkFrames}
        onChange={(checkFrames) => keep({ checkFrames })}
      />
      <Field title={t('look.style')} aside={t(`styles.${settings.style}`)}>
        <ChoiceCards<Style>
          label={t('look.style')}
          value={settings.style}
          className="grid-cols-3"
          options={STYLES.map((style) => ({ value: style, label: t(`styles.${style}`), art: <CardPicture name={`style-${style}`} /> }))}
          onChange={(style) => keep({ style })}
        />
      </Field>
      <TextField
        title={t('story.styleText')}
        hint={t('story.styleTextHint')}
        value={settings.styleText}
        rows={2}
        limit="styleText"
        placeholder={t('story.styleTextPlaceholder')}
        onKeep={(styleText) => keep({ styleText: styleText.trim() })}
      />
      <CastList />
      <Disclosure title={t('story.more')} now={t('composer.moreNow', { resolution: settings.resolution, frameRate: settings.frameRate })}>
        <Field title={t('composer.resolution')}>
          <Segmented
            label={t('composer.resolution')}
            value={settings.resolution}
            options={RESOLUTIONS.map((value) => ({ value, label: value }))}
            onChange={(resolution) => keep({ resolution })}
          />
        </Field>
        <Field title={t('composer.frameRate')}>
          <Segmented
            label={t('composer.frameRate')}
            value={`${settings.frameRate}`}
            options={FRAME_RATES.map((rate) => ({ value: `${rate}` as const, label: `${rate}` }))}
            onChange={(chosen) => keep({ frameRate: FRAME_RATES.find((rate) => `${rate}` === chosen) ?? settings.frameRate })}
          />
        </Field>
        <MakerSelect
          kind="clip"
          title={t('story.maker')}
          inherited={t('story.byQuality')}
          provider={settings.provider}
          model={settings.model}
          onChange={(provider, model) => keep({ provider, model })}
        />
        <MakerSelect
          kind="image"
          title={t('story.imageMaker')}
          inherited={t('story.byQuality')}
          provider={settings.imageProvider}
          onChange={(imageProvider) => keep({ imageProvider })}
        />
      </Disclosure>
    </section>
  )
}
