import { ArrowLeft, ArrowRight, Plus, Trash2, Undo2 } from 'lucide-react'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { PathKeyframe } from 'shared/camera'
import { Button, formatNumber, IconButton, Segmented, Slider } from '../../ui/index.ts'
import { PATH } from '../limits.ts'
import { addAfter, change, type Path, removeAt, retime, swap } from './keyframes.ts'

export interface KeyframeControlsProps {
  readonly path: Path
  readonly index: number
  readonly aspect: number
  /** Length of the clip in seconds. */
  readonly seconds: number
  readonly onChoose: (index: number) => void
  /** `by` is the slider that it is changed by, null for what is done once; `index` is the keyframe to be chosen then. */
  readonly onChange: (path: Path, by: string | null, index: number) => void
  readonly onUndo: (() => void) | null
}

const ICON = 'size-3.5'

/** Everything that can be done to a path without dragging: which keyframe, when, how near, how far turned, and their order. */
export function KeyframeControls({ path, index, aspect, seconds, onChoose, onChange, onUndo }: KeyframeControlsProps) {
  const { t } = useTranslation()
  const keyframe = path[index]
  if (keyframe === undefined) return null
  return (
    <>
      <div className="flex items-center gap-1">
        <Segmented
          label={t('path.keyframes')}
          value={`${index}`}
          options={path.map((_, at) => ({ value: `${at}`, label: `${at + 1}` }))}
          onChange={(chosen) => onChoose(Number(chosen))}
          className="min-w-0 grow overflow-x-auto"
        />
        <IconButton
          size="small"
          label={t('path.earlier')}
          disabled={index === 0}
          icon={<ArrowLeft aria-hidden className={ICON} />}
          onClick={() => onChange(swap(path, index, -1), null, index - 1)}
        />
        <IconButton
          size="small"
          label={t('path.later')}
          disabled={index === path.length - 1}
          icon={<ArrowRight aria-hidden className={ICON} />}
          onClick={() => onChange(swap(path, index, 1), null, index + 1)}
        />
      </div>
      <Values keyframe={keyframe} path={path} index={index} aspect={aspect} seconds={seconds} onChange={onChange} />
      <div className="flex flex-wrap gap-1.5">
        <Button
          size="small"
          disabled={path.length >= PATH.keyframes.maximum}
          icon={<Plus aria-hidden className={ICON} />}
          onClick={() => onChange(addAfter(path, index, aspect), null, index + 1)}
        >
          {t('path.add')}
        </Button>
        <Button
          size="small"
          disabled={path.length <= PATH.keyframes.minimum}
          icon={<Trash2 aria-hidden className={ICON} />}
          onClick={() => onChange(removeAt(path, index), null, Math.max(0, index - 1))}
        >
          {t('path.remove')}
        </Button>
        <Button
          size="small"
          look="quiet"
          className="ms-auto"
          disabled={onUndo === null}
          icon={<Undo2 aria-hidden className={ICON} />}
          onClick={() => onUndo?.()}
        >
          {t('path.undo')}
        </Button>
      </div>
    </>
  )
}

interface ValuesProps extends Pick<KeyframeControlsProps, 'path' | 'index' | 'aspect' | 'seconds' | 'onChange'> {
  readonly keyframe: PathKeyframe
}

interface Row {
  readonly name: string
  readonly value: number
  readonly minimum: number
  readonly maximum: number
  readonly step: number
  readonly text: string
  readonly set: (value: number) => Path
}

function Values({ keyframe, path, index, aspect, seconds, onChange }: ValuesProps) {
  const { t, i18n } = useTranslation()
  const said = (value: number, digits: number): { readonly value: string } => ({
    value: formatNumber(Number(value.toFixed(digits)), i18n.language),
  })
  const { t: time, x, y, zoom, roll } = keyframe
  const share = { minimum: 0, maximum: 1, step: 0.01 }
  const inner = index > 0 && index < path.length - 1
  const rows: readonly Row[] = [
    {
      name: t('path.x'),
      value: x,
      ...share,
      text: t('path.shareValue', said(x * 100, 0)),
      set: (to) => change(path, index, { x: to }, aspect),
    },
    {
      name: t('path.y'),
      value: y,
      ...share,
      text: t('path.shareValue', said(y * 100, 0)),
      set: (to) => change(path, index, { y: to }, aspect),
    },
    {
      name: t('path.zoom'),
      value: zoom,
      ...PATH.zoom,
      step: 0.05,
      text: t('path.zoomValue', said(zoom, 2)),
      set: (to) => change(path, index, { zoom: to }, aspect),
    },
    {
      name: t('path.roll'),
      value: roll,
      minimum: -PATH.roll,
      maximum: PATH.roll,
      step: 1,
      text: t('path.rollValue', said(roll, 1)),
      set: (to) => change(path, index, { roll: to }, aspect),
    },
    ...(inner
      ? [
          {
            name: t('path.time'),
            value: time,
            ...share,
            text: t('path.timeValue', said(time * seconds, 2)),
            set: (to: number) => retime(path, index, to),
          },
        ]
      : []),
  ]
  return (
    <div className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-0.5 text-xs text-muted">
      {rows.map(({ name, value, minimum, maximum, step, text, set }) => (
        <Fragment key={name}>
          <span>{name}</span>
          <Slider
            label={name}
            value={value}
            minimum={minimum}
            maximum={maximum}
            step={step}
            valueText={text}
            onChange={(to) => onChange(set(to), name, index)}
          />
          <span className="min-w-10 text-end text-ink tabular-nums">{text}</span>
        </Fragment>
      ))}
    </div>
  )
}
