export type { Cue, CueWord } from './cue.ts'
