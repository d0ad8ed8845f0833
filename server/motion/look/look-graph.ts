import type { FrameSize } from 'shared/camera'
import { finishFilters } from './finish.ts'
import type { Look } from './look.ts'
import type { LookFiles, OverlayFile } from './look-files.ts'
import { marginOf, type Sway } from './overlays.ts'
import { styleFilters } from './style-filters.ts'

/** Where the graph begins and what it is made for. */
export interface GraphSetting {
  readonly frame: FrameSize
  readonly frameRate: number
  /** ffmpeg's number of the first overlay among its inputs; the others follow. */
  readonly firstOverlay: number
}

/**
 * The filter graph that gives a look to frames of the right size: from `[framed]`, in planar RGB, to `[finished]`, in yuv420p of
 * BT.709 limited range.
 */
export function lookGraph(look: Look, files: LookFiles, setting: GraphSetting): string {
  const styled = files.grade === null ? 'null' : styleFilters(look.style, setting.frame, files.grade)
  const light = files.overlays.map((file, index) => lightOver(file, index, setting))
  const finish = ['scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int', 'format=yuv420p']
  return [
    `[framed]${styled}[look0]`,
    ...light,
    `[look${light.length}]${[...finish, ...finishFilters(look, setting.frame)].join(',')}[finished]`,
  ].join(';')
}

/** One overlay, swaying as its drift says; it is decoded and enlarged once. */
function lightOver({ overlay }: OverlayFile, index: number, { frame, frameRate, firstOverlay }: GraphSetting): string {
  const { drift, texture, opacity } = overlay
  const margin = marginOf(drift)
  const across = Math.ceil(frame.width * (1 + 2 * margin))
  const down = Math.ceil(frame.height * (1 + 2 * margin))
  const covers = texture.kind === 'shade'
  const pixels = covers ? `format=gbrap,colorchannelmixer=aa=${opacity.toFixed(4)}` : 'format=gbrp'
  const window = `crop=${frame.width}:${frame.height}:x='${swayed(drift.across, margin, frame.width)}':y='${swayed(drift.down, margin, frame.height)}'`
  const source = `[${firstOverlay + index}:v]scale=${across}:${down}:flags=bicubic,${pixels},loop=loop=-1:size=1,settb=1/${frameRate},setpts=N,${window}`
  const over = covers ? 'overlay=format=gbrp' : `blend=all_mode=screen:all_opacity=${opacity.toFixed(4)}`
  return `${source}[light${index}];[look${index}][light${index}]${over}:shortest=1[look${index + 1}]`
}

/** Where the window on the texture begins, in pixels, as an expression of the time. */
function swayed({ amplitude, period, phase }: Sway, margin: number, length: number): string {
  return `${length}*(${margin.toFixed(4)}-${amplitude.toFixed(4)}*sin(2*PI*t/${period.toFixed(4)}+${phase.toFixed(4)}))`
}
