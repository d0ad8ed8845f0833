/** Programs of General MIDI by what they are here for; numbers are those of the standard, from 0. */
export interface Instruments {
  readonly pad: number | null
  readonly keys: number | null
  readonly bass: number | null
  readonly lead: number | null
}

/** One bar in sixteenths by drum: `x` loud, `o` soft, `.` nothing. */
export type DrumBar = Readonly<Partial<Record<DrumName, string>>>

/** Keys of the General MIDI drum kit. */
export const DRUMS = {
  kick: 36,
  rim: 37,
  snare: 38,
  clap: 39,
  hat: 42,
  openHat: 46,
  lowTom: 45,
  highTom: 50,
  crash: 49,
  ride: 51,
  tambourine: 54,
  shaker: 82,
} as const
export type DrumName = keyof typeof DRUMS

export interface Genre {
  readonly id: string
  /** The mood, 0 to 100, that it is right for. */
  readonly mood: number
  /** Words of a prompt that ask for it. */
  readonly words: readonly string[]
  /** Beats a minute. */
  readonly tempo: number
  readonly scale: 'major' | 'minor'
  /** Degrees of the scale, from 0, one chord a bar, four bars. */
  readonly progressions: readonly (readonly [number, number, number, number])[]
  /** Whether chords have their seventh. */
  readonly sevenths: boolean
  readonly instruments: Instruments
  readonly keys: 'block' | 'arpeggio' | 'offbeat' | 'pulse'
  readonly bass: 'held' | 'rootAndFifth' | 'eighths' | 'walking' | 'offbeat'
  /** Notes of the melody in four bars, about; 0 for none. */
  readonly leadNotes: number
  readonly drums: DrumBar | null
  /** How much later the second of two sixteenths comes, as a share of one. */
  readonly swing: number
  /** Decibels, about, by which each part is softer than full. */
  readonly loudness: { readonly pad: number; readonly keys: number; readonly bass: number; readonly lead: number; readonly drums: number }
}

const BALANCED = { pad: -9, keys: -8, bass: -5, lead: -8, drums: -5 }

/** From calm to energetic. */
export const GENRES: readonly Genre[] = [
  {
    id: 'ambient',
    mood: 4,
    words: ['ambient', 'calm', 'meditation', 'space', 'drone', 'spa', 'sleep', 'ethereal', 'peaceful'],
    tempo: 60,
    scale: 'major',
    progressions: [
      [0, 4, 3, 0],
      [0, 2, 3, 4],
      [3, 0, 5, 4],
    ],
    sevenths: true,
    instruments: { pad: 89, keys: 46, bass: 43, lead: 88 },
    keys: 'arpeggio',
    bass: 'held',
    leadNotes: 4,
    drums: null,
    swing: 0,
    loudness: { ...BALANCED, pad: -4, keys: -12 },
  },
  {
    id: 'dreamy_synth',
    mood: 17,
    words: ['dream', 'dreamy', 'surreal', 'synthwave', 'neon', 'retro', 'mystery', 'mysterious', 'night'],
    tempo: 84,
    scale: 'minor',
    progressions: [
      [0, 5, 2, 6],
      [0, 3, 5, 6],
    ],
    sevenths: false,
    instruments: { pad: 91, keys: 90, bass: 38, lead: 80 },
    keys: 'arpeggio',
    bass: 'eighths',
    leadNotes: 7,
    drums: { kick: 'x.......x.......', snare: '....x.......x...', hat: '..o...o...o...o.' },
    swing: 0,
    loudness: { ...BALANCED, lead: -13, keys: -11 },
  },
  {
    id: 'acoustic',
    mood: 31,
    words: ['acoustic', 'guitar', 'folk', 'intimate', 'warm', 'heartfelt', 'story', 'family', 'wedding', 'romantic', 'piano', 'emotional'],
    tempo: 88,
    scale: 'major',
    progressions: [
      [0, 4, 5, 3],
      [0, 3, 0, 4],
      [5, 3, 0, 4],
    ],
    sevenths: false,
    instruments: { pad: 49, keys: 25, bass: 32, lead: 0 },
    keys: 'arpeggio',
    bass: 'rootAndFifth',
    leadNotes: 9,
    drums: { shaker: 'o.o.o.o.o.o.o.o.', rim: '....o.......o...' },
    swing: 0.08,
    loudness: { ...BALANCED, pad: -14, drums: -12 },
  },
  {
    id: 'lofi',
    mood: 42,
    words: ['lofi', 'lo-fi', 'chill', 'study', 'coffee', 'cozy', 'relaxed', 'mellow', 'soft'],
    tempo: 78,
    scale: 'minor',
    progressions: [
      [0, 3, 6, 2],
      [3, 6, 2, 0],
    ],
    sevenths: true,
    instruments: { pad: null, keys: 4, bass: 33, lead: 11 },
    keys: 'block',
    bass: 'rootAndFifth',
    leadNotes: 6,
    drums: { kick: 'x......x..x.....', snare: '....x.......x...', hat: 'o.o.o.o.o.o.o.o.' },
    swing: 0.28,
    loudness: { ...BALANCED, keys: -5, drums: -8 },
  },
  {
    id: 'lounge',
    mood: 54,
    words: ['jazz', 'lounge', 'elegant', 'luxury', 'premium', 'sophisticated', 'cocktail', 'fashion', 'smooth'],
    tempo: 104,
    scale: 'major',
    progressions: [
      [1, 4, 0, 5],
      [0, 5, 1, 4],
    ],
    sevenths: true,
    instruments: { pad: null, keys: 0, bass: 32, lead: 11 },
    keys: 'offbeat',
    bass: 'walking',
    leadNotes: 9,
    drums: { ride: 'x...x.ox...x.o..', rim: '....o.......o...', kick: 'o.......o.......' },
    swing: 0.3,
    loudness: { ...BALANCED, drums: -10 },
  },
  {
    id: 'cinematic',
    mood: 66,
    words: ['cinematic', 'epic', 'trailer', 'orchestral', 'dramatic', 'film', 'strings', 'heroic', 'grand', 'inspiring'],
    tempo: 96,
    scale: 'minor',
    progressions: [
      [0, 5, 2, 6],
      [0, 6, 5, 6],
      [0, 3, 5, 4],
    ],
    sevenths: false,
    instruments: { pad: 48, keys: 45, bass: 43, lead: 60 },
    keys: 'pulse',
    bass: 'held',
    leadNotes: 6,
    drums: { kick: 'x.......x..x....', lowTom: 'o..o..o.o..o..oo' },
    swing: 0,
    loudness: { ...BALANCED, pad: -5, lead: -9 },
  },
  {
    id: 'upbeat_pop',
    mood: 77,
    words: ['pop', 'upbeat', 'happy', 'corporate', 'uplifting', 'positive', 'bright', 'summer', 'cheerful', 'fun', 'kids', 'playful'],
    tempo: 116,
    scale: 'major',
    progressions: [
      [0, 4, 5, 3],
      [0, 5, 3, 4],
      [3, 4, 5, 0],
    ],
    sevenths: false,
    instruments: { pad: 48, keys: 0, bass: 33, lead: 12 },
    keys: 'pulse',
    bass: 'eighths',
    leadNotes: 11,
    drums: { kick: 'x...x...x...x...', clap: '....x.......x...', hat: '..x...x...x...x.', tambourine: 'o.o.o.o.o.o.o.o.' },
    swing: 0,
    loudness: { ...BALANCED, pad: -13 },
  },
  {
    id: 'house',
    mood: 87,
    words: ['house', 'dance', 'electronic', 'edm', 'club', 'techno', 'party', 'disco', 'beat', 'modern', 'tech'],
    tempo: 124,
    scale: 'minor',
    progressions: [
      [0, 5, 2, 6],
      [0, 0, 5, 6],
      [5, 6, 0, 0],
    ],
    sevenths: true,
    instruments: { pad: 90, keys: 4, bass: 38, lead: 81 },
    keys: 'offbeat',
    bass: 'offbeat',
    leadNotes: 8,
    drums: { kick: 'x...x...x...x...', clap: '....x.......x...', openHat: '..x...x...x...x.', hat: 'oo.ooo.ooo.ooo.o' },
    swing: 0.05,
    loudness: { ...BALANCED, lead: -14, drums: -3 },
  },
  {
    id: 'energetic_rock',
    mood: 96,
    words: ['rock', 'energetic', 'energy', 'sport', 'sports', 'action', 'extreme', 'power', 'powerful', 'workout', 'intense', 'fast'],
    tempo: 138,
    scale: 'minor',
    progressions: [
      [0, 5, 6, 0],
      [0, 2, 6, 3],
    ],
    sevenths: false,
    instruments: { pad: null, keys: 29, bass: 34, lead: 30 },
    keys: 'pulse',
    bass: 'eighths',
    leadNotes: 8,
    drums: { kick: 'x..x..x.x..x....', snare: '....x.......x...', hat: 'x.x.x.x.x.x.x.x.' },
    swing: 0,
    loudness: { ...BALANCED, keys: -11, lead: -13, drums: -3 },
  },
]
