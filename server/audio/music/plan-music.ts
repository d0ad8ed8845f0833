import { mulberry32 } from 'shared/camera'
import { type Genre, GENRES } from './genres.ts'

export interface MusicWish {
  readonly prompt: string | null
  /** 0 to 100. */
  readonly mood: number | null
  readonly seconds: number
  readonly seed: number
}

/** What is composed: all that follows from a wish and its seed. */
export interface MusicPlan {
  readonly genre: Genre
  readonly seed: number
  readonly seconds: number
  /** Of four beats each; the last one begins with the final chord, which rings until the end. */
  readonly bars: number
  /** Beats a minute, so that the bars fill the seconds exactly. */
  readonly tempo: number
  /** Pitch class of the first degree, 0 for C. */
  readonly root: number
  readonly scale: Genre['scale']
  readonly progression: readonly number[]
  readonly sevenths: boolean
}

/** The mood of a prompt that says nothing of it. */
const MIDDLE_MOOD = 60
const SLOWER = /\b(slow|slowly|gentle|gently|quiet|lento)\b/
const FASTER = /\b(fast|quick|rapid|driving|presto)\b/
const SAD = /\b(sad|melancholic|melancholy|dark|tense|minor|lonely)\b/
const GLAD = /\b(happy|joyful|bright|cheerful|hopeful|major)\b/
const MOST_TEMPO = 190
const LEAST_BARS = 2

/**
 * Decides what is composed. The words of the prompt choose the genre, else the mood does, between the two that are nearest to it. The
 * tempo gives way by as much as it takes for whole bars to end with the last sample.
 */
export function planMusic(wish: MusicWish): MusicPlan {
  const random = mulberry32(wish.seed)
  const words = wish.prompt?.toLowerCase() ?? ''
  const genre = genreOf(words, wish.mood, random())
  const hurry = (SLOWER.test(words) ? 0.85 : 1) * (FASTER.test(words) ? 1.15 : 1)
  const usual = askedTempo(words) ?? genre.tempo * hurry
  const bars = Math.max(LEAST_BARS, Math.round((usual * wish.seconds) / 240))
  const scale = SAD.test(words) ? 'minor' : GLAD.test(words) ? 'major' : genre.scale
  return {
    genre,
    seed: wish.seed,
    seconds: wish.seconds,
    bars,
    tempo: (240 * bars) / wish.seconds,
    root: Math.floor(random() * 12),
    scale,
    progression: genre.progressions[Math.floor(random() * genre.progressions.length)] ?? [0, 3, 4, 0],
    sevenths: genre.sevenths,
  }
}

function genreOf(words: string, mood: number | null, chance: number): Genre {
  const counted = GENRES.map((genre) => ({ genre, hits: genre.words.filter((word) => includesWord(words, word)).length }))
  const most = Math.max(...counted.map(({ hits }) => hits))
  const asked = counted.filter(({ hits }) => hits === most && most > 0).map(({ genre }) => genre)
  const near = nearest(asked.length > 0 ? asked : GENRES, mood ?? MIDDLE_MOOD)
  if (asked.length > 0) return near[0].genre
  const [first, second] = near
  const share = first.distance / (first.distance + second.distance || 1)
  return chance < share ? second.genre : first.genre
}

type Near = { readonly genre: Genre; readonly distance: number }

function nearest(genres: readonly Genre[], mood: number): readonly [Near, Near] {
  const sorted = genres
    .map((genre) => ({ genre, distance: Math.abs(genre.mood - mood) }))
    .toSorted((one, other) => one.distance - other.distance)
  const [first, second] = sorted
  if (first === undefined) throw new Error('there is no genre')
  return [first, second ?? first]
}

function includesWord(words: string, word: string): boolean {
  return new RegExp(`(^|[^a-z])${word}($|[^a-z])`).test(words)
}

/** A tempo that the prompt names, such as "120 bpm". */
function askedTempo(words: string): number | null {
  const asked = Number(/\b(\d{2,3})\s*bpm\b/.exec(words)?.[1] ?? Number.NaN)
  return asked >= 40 && asked <= MOST_TEMPO ? asked : null
}
