export { measureLoudness, type Loudness } from './measure-loudness.ts'
export type { PlacedVoice, SoundMix } from './mix-graph.ts'
export { levelSound, mixSoundtrack } from './mix-soundtrack.ts'
export { sumSounds } from './sum-sounds.ts'
