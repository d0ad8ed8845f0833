/** How both sides of a join look while one goes over into the other, as CSS: near enough to judge by, not what ffmpeg draws. */

export interface SideLook {
  readonly opacity: number
  readonly transform: string
  readonly clipPath: string
  readonly filter: string
}

export interface JoinLook {
  /** The segment that ends; it lies below. */
  readonly before: SideLook
  /** The segment that begins. */
  readonly after: SideLook
}

const PLAIN: SideLook = { opacity: 1, transform: 'none', clipPath: 'none', filter: 'none' }
const GONE: SideLook = { ...PLAIN, opacity: 0 }

type Draw = (t: number) => JoinLook

const crossFade: Draw = (t) => ({ before: PLAIN, after: { ...PLAIN, opacity: t } })
const percent = (share: number): string => `${(share * 100).toFixed(2)}%`
const shifted = (x: number, y: number): SideLook => ({ ...PLAIN, transform: `translate(${percent(x)}, ${percent(y)})` })
const cut = (top: number, right: number, bottom: number, left: number): SideLook => ({
  ...PLAIN,
  clipPath: `inset(${[top, right, bottom, left].map(percent).join(' ')})`,
})
const over = (after: SideLook): JoinLook => ({ before: PLAIN, after })
const pushed =
  (x: number, y: number): Draw =>
  (t) => ({ before: shifted(x * t, y * t), after: shifted(x * (t - 1), y * (t - 1)) })
const circle = (share: number): string => `circle(${percent(share * 0.75)} at 50% 50%)`

/** Names of xfade that can be shown, ours by what they are drawn with. What is not here is shown as a fade. */
const DRAWN: Readonly<Record<string, Draw>> = {
  fade: crossFade,
  dissolve: crossFade,
  wipe: (t) => over(cut(0, 0, 0, 1 - t)),
  wipeleft: (t) => over(cut(0, 0, 0, 1 - t)),
  wiperight: (t) => over(cut(0, 1 - t, 0, 0)),
  wipeup: (t) => over(cut(1 - t, 0, 0, 0)),
  wipedown: (t) => over(cut(0, 0, 1 - t, 0)),
  slide: pushed(-1, 0),
  slideleft: pushed(-1, 0),
  slideright: pushed(1, 0),
  slideup: pushed(0, -1),
  slidedown: pushed(0, 1),
  coverleft: (t) => over(shifted(1 - t, 0)),
  coverright: (t) => over(shifted(t - 1, 0)),
  circleopen: (t) => over({ ...PLAIN, clipPath: circle(t) }),
  zoom: (t) => ({
    before: { ...PLAIN, transform: `scale(${(1 + 2 * Math.min(1, t * 2)).toFixed(3)})` },
    after: { ...PLAIN, opacity: Math.max(0, t * 2 - 1) },
  }),
  whip: (t) => {
    const filter = `blur(${(12 * (1 - Math.abs(2 * t - 1))).toFixed(2)}px)`
    return { before: { ...PLAIN, filter }, after: { ...PLAIN, opacity: t, filter } }
  },
  through_black: (t) => ({
    before: t < 0.5 ? { ...PLAIN, filter: `brightness(${(1 - 2 * t).toFixed(3)})` } : GONE,
    after: t < 0.5 ? GONE : { ...PLAIN, filter: `brightness(${(2 * t - 1).toFixed(3)})` },
  }),
}

/** Whether a way into the next segment can be shown as it will be; otherwise it is shown as a fade. */
export function isDrawn(kind: string): boolean {
  return kind === 'cut' || kind === 'continuous' || kind in DRAWN
}

/**
 * How a join looks.
 * @param t how far the transition has come, 0..1
 */
export function joinLook(kind: string, t: number): JoinLook {
  const share = Math.min(1, Math.max(0, t))
  if (kind === 'cut' || kind === 'continuous') return share < 0.5 ? { before: PLAIN, after: GONE } : { before: GONE, after: PLAIN }
  if (share === 0) return { before: PLAIN, after: GONE }
  if (share === 1) return { before: GONE, after: PLAIN }
  return (DRAWN[kind] ?? crossFade)(share)
}

/** Seconds that each side is shown alone before the join begins again. */
export const JOIN_ALONE = 0.8

/**
 * Where a join that is played over and over has come to.
 * @param elapsed seconds since it was first begun
 * @param seconds of the transition; 0 for a cut
 * @returns the round, from 0; seconds into it; and how far the transition has come, 0..1
 */
export function joinClock(elapsed: number, seconds: number): { readonly round: number; readonly time: number; readonly share: number } {
  const length = JOIN_ALONE * 2 + seconds
  const round = Math.floor(elapsed / length)
  const time = elapsed - round * length
  const share = seconds === 0 ? Number(time >= JOIN_ALONE) : Math.min(1, Math.max(0, (time - JOIN_ALONE) / seconds))
  return { round, time, share }
}
