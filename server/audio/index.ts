export { createAudio, NO_SOUND_FONT } from './create-audio.ts'
export type { Audio, AudioCall, AudioOptions, MusicOrder, SpeechOrder } from './face.ts'
