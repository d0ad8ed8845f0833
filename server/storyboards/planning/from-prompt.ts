import type { SegmentDraft } from 'shared/wire'
import { arcFor, arcPlan } from './arcs/index.ts'
import { boundaryAfter, countFor, pick, type Shot, shotsOf, timeSegments } from './lay-out.ts'
import type { PlannedSegment, PlannedStory, PlanWish } from './plan.ts'
import { titlesFor } from './titles.ts'
import { capital, cutAtWord, sayable, sentences, shortSubject, speaksEnglish, subjectOf } from './words.ts'

/** Seconds of a film whose length nobody has said. */
const DEFAULT_SECONDS = 30
/** Characters that any model takes. */
const MOST_PROMPT = 500
const MOST_TITLE = 80
/** Seconds that one picture is shown at most. */
const LONGEST_PICTURE = 9

/**
 * Plans a story along an arc: the one that is asked for, or that the words ask for. With pictures there is one segment for each of them,
 * in their order, and more only where the film would be too long for them.
 */
export function planFromPrompt(wish: PlanWish): PlannedStory {
  const words = wish.prompt ?? ''
  const subject = subjectOf(words)
  const arc = wish.arc ?? arcFor(words)
  const { beats, mood } = arcPlan(arc)
  const { images } = wish
  const seconds = wish.duration ?? (images.length === 0 ? DEFAULT_SECONDS : images.length * 5)
  const count = images.length === 0 ? countFor(seconds) : countOfPictures(images.length, seconds)
  const shots = shotsOf(beats, count)
  const name = shortSubject(subject)
  const english = speaksEnglish(words, wish.language)
  const titles = titlesFor(shots, subject, name, english)
  const segments = shots.map((shot, index) => ({
    prompt: promptOf(fillIn(pick(shot.beat.shots, shot.index), name), subject),
    titleText: pick(titles, index),
    narration: '',
    image: images.length === 0 ? null : pick(images, index),
    boundary: boundaryAfter(shot, wish.flow, index === shots.length - 1),
    ...lookOf(shot),
  }))
  const timed = timeSegments(
    segments,
    shots.map(({ beat, of }) => beat.share / of),
    seconds,
  )
  const spoken = english ? narrate(timed, shots, name) : timed
  return { title: cutAtWord(capital(subject), MOST_TITLE), arc, mood, segments: spoken, overlays: [] }
}

/** One segment for each picture; where they would be seen too long, as many more as they can be seen again in. */
function countOfPictures(pictures: number, seconds: number): number {
  return seconds / pictures <= LONGEST_PICTURE ? pictures : countFor(seconds * 0.75)
}

/** A prompt that holds the whole of what the story is about: where a shot names it in short, the rest follows. */
function promptOf(shot: string, subject: string): string {
  const whole = shot.includes(subject) ? shot : `${shot}. ${capital(subject)}`
  return cutAtWord(capital(whole), MOST_PROMPT)
}

/** Camera and light that a beat suggests for one of its shots. */
export function lookOf({ beat, index }: Shot): Pick<SegmentDraft, 'camera' | 'lighting'> {
  return { camera: pick(beat.cameras, index), lighting: beat.lighting }
}

/** Says of each beat once what can be said in the time of its first segment. */
function narrate(segments: readonly PlannedSegment[], shots: readonly Shot[], name: string): PlannedSegment[] {
  return segments.map((segment, index) => {
    const shot = shots[index]
    if (shot === undefined || shot.index > 0) return segment
    return {
      ...segment,
      narration: sayable(
        shot.beat.says.map((text) => sentences(fillIn(text, name))),
        segment.duration,
      ),
    }
  })
}

function fillIn(template: string, name: string): string {
  return template.replaceAll('{name}', () => name)
}
