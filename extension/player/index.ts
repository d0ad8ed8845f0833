export { Player, type PlayerProps } from './player.tsx'
export { type Filmstrip } from './scrubber.tsx'
