import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { refuse, succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { addSubtitles } from './add-subtitles.ts'
import type { StitchOptions, StitchPlan, StitchReport } from './face.ts'
import { encodeClipSound, fitSoundtrack, type ClipSounds, type FilmSound } from './film-sound.ts'
import { spanOf, type SizedLayer } from './layer-tracks.ts'
import { cutIntoPieces } from './pieces.ts'
import { readyClips } from './ready-clips.ts'
import { renderMissing } from './rendered-runs.ts'
import { sizeLayers } from './render-pieces.ts'
import { boundsOf, layOut, type Timeline } from './timeline.ts'
import { xfadeOf } from './transitions.ts'
import { writeFilm } from './write-film.ts'

/** What of the progress each step is worth; rendering is most of the work wherever there is any. */
const SHARES = { render: 0.7, sound: 0.1, write: 0.2 } as const

/**
 * Joins clips into one film. The packets of their bodies are copied bit for bit; only what overlaps, is trimmed off an edge or lies
 * under a layer is encoded, from the GOP edge before to the GOP edge after. Sound is encoded once, each clip cut to its exact length
 * before, so that nothing drifts. Cancelling kills what runs at once.
 *
 * Problems: `unsupported_option` for a transition that there is not, `media_invalid`, `storage_full`, `cancelled`.
 */
export async function stitch(ffmpeg: Ffmpeg, plan: StitchPlan, { signal, onProgress }: StitchOptions): Promise<Outcome<StitchReport>> {
  const film = await planFilm(ffmpeg, plan)
  if (!film.ok) return film
  const { timeline, layers } = film.value
  const directory = await mkdtemp(`${plan.output}.stitch-`)
  const stop = new AbortController()
  try {
    const ready = await readyClips(ffmpeg, plan, directory, signal)
    if (!ready.ok) return ready
    using files = ready.value
    const paths = files.clips.map(({ path }) => path)
    const clips = plan.clips.map((clip, index) => ({ ...clip, path: paths[index] ?? clip.path }))
    const progress = weigh(onProgress)
    const pieces = cutIntoPieces(timeline, files.clips, layers)
    const either = AbortSignal.any([signal, stop.signal])
    const starting = startSound(
      ffmpeg,
      { plan: { ...plan, clips }, timeline, hasAudio: files.clips.map(({ hasAudio }) => hasAudio) },
      join(directory, 'sound.graph'),
      { signal: either, onProgress: progress.sound },
    )
    const heard = stopping(stop, doneOf(starting))
    const order = { plan, pieces, clips: files.clips, paths, layers, sideBySide: false, directory }
    const runs = await stopping(stop, renderMissing(ffmpeg, order, { signal: either, onProgress: progress.render }))
    const started = await starting
    using sound = started.ok ? started.value : null
    if (!runs.ok) return firstFailure([runs, await heard], signal)
    using rendered = runs.value
    if (!started.ok) return started
    const output = plan.subtitles === null ? plan.output : join(directory, 'film.mp4')
    const film = { frameRate: plan.frameRate, runs: rendered.runs, sound: sound?.packets ?? null, output }
    const written = await stopping(stop, writeFilm(film, { signal, onProgress: progress.write }))
    const encoded = await heard
    if (!encoded.ok || !written.ok) return firstFailure([encoded, written], signal)
    const finished =
      plan.subtitles === null ? succeed(null) : await addSubtitles(ffmpeg, { film: output, ...plan.subtitles, output: plan.output }, signal)
    if (!finished.ok) return finished
    onProgress?.(1)
    const copiedFrames = pieces.reduce((sum, piece) => sum + (piece.kind === 'copied' ? piece.frames : 0), 0)
    return succeed({
      path: plan.output,
      frames: timeline.frames,
      seconds: timeline.frames / plan.frameRate,
      copiedFrames,
      encodedFrames: rendered.encodedFrames,
      bounds: boundsOf(timeline, plan.frameRate),
    })
  } finally {
    stop.abort()
    await rm(directory, { recursive: true, force: true })
  }
}

export interface PlannedFilm {
  /** Its transitions go by xfade's names. */
  readonly timeline: Timeline
  readonly layers: readonly SizedLayer[]
}

/** Lays a film out before anything is read of its clips. */
export async function planFilm(ffmpeg: Ffmpeg, plan: StitchPlan): Promise<Outcome<PlannedFilm>> {
  if (plan.clips.length === 0)
    return refuse('invalid_request', 'A film needs at least one clip.', { issues: [{ path: 'clips', message: 'must not be empty' }] })
  const { frames, clips } = layOut(plan.clips, plan.frameRate)
  const named: Timeline['clips'][number][] = []
  for (const clip of clips) {
    const drawn = clip.transition === null ? succeed(null) : await xfadeOf(ffmpeg, clip.transition)
    if (!drawn.ok) return drawn
    named.push({ ...clip, transition: drawn.value })
  }
  const layers = await sizeLayers(
    plan.layers.map((layer) => ({ ...spanOf(layer, plan.frameRate), path: layer.path, x: layer.x, y: layer.y })),
  )
  if (!layers.ok) return layers
  return succeed({ timeline: { frames, clips: named }, layers: layers.value })
}

/** Starts to encode the film's sound, once that is made, which goes on beside all else; null where there is none. */
async function startSound(
  ffmpeg: Ffmpeg,
  sounds: Omit<ClipSounds, 'plan'> & { readonly plan: StitchPlan },
  script: string,
  options: StitchOptions,
): Promise<Outcome<FilmSound | null>> {
  const { soundtrack } = sounds.plan
  const made = typeof soundtrack === 'function' ? await soundtrack(options.signal) : succeed(soundtrack)
  if (!made.ok) return made
  return succeed(
    made.value === null ? await encodeClipSound(ffmpeg, sounds, script, options) : await fitSoundtrack(ffmpeg, made.value, sounds, options),
  )
}

/** How the encoding of a sound that is being started ends. What starting it throws is for those who wait for the start. */
async function doneOf(starting: Promise<Outcome<FilmSound | null>>): Promise<Outcome<null>> {
  const started = await starting.catch(() => null)
  if (started?.ok === false) return started
  return (await started?.value?.done) ?? succeed(null)
}

/** Stops what runs beside it where it fails. */
async function stopping<T>(stop: AbortController, work: Promise<Outcome<T>>): Promise<Outcome<T>> {
  const outcome = await work
  if (!outcome.ok) stop.abort()
  return outcome
}

/** What failed by itself rather than what was stopped for it. */
function firstFailure(outcomes: readonly Outcome<unknown>[], signal: AbortSignal): Outcome<never> {
  const problems = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome]))
  const own = signal.aborted ? undefined : problems.find(({ problem }) => problem.code !== 'cancelled')
  return own ?? problems[0] ?? refuse('internal_error', 'Nothing failed.')
}

function weigh(onProgress: StitchOptions['onProgress']) {
  const done = { render: 0, sound: 0, write: 0 }
  const report = (step: keyof typeof done) => (fraction: number) => {
    done[step] = Math.max(done[step], fraction)
    onProgress?.(done.render * SHARES.render + done.sound * SHARES.sound + done.write * SHARES.write)
  }
  return { render: report('render'), sound: report('sound'), write: report('write') }
}
