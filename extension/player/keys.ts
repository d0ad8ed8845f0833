/** What a key does in the player. Seconds and frames are steps from where the video stands. */
export type PlayerCommand =
  | { readonly do: 'toggle-play' | 'toggle-loop' | 'toggle-full-screen' | 'toggle-mute' }
  | { readonly do: 'step-seconds'; readonly by: number }
  | { readonly do: 'step-frames'; readonly by: number }
  | { readonly do: 'go-to'; readonly share: number }

const COMMANDS: ReadonlyMap<string, PlayerCommand> = new Map<string, PlayerCommand>([
  [' ', { do: 'toggle-play' }],
  ['k', { do: 'toggle-play' }],
  ['l', { do: 'toggle-loop' }],
  ['f', { do: 'toggle-full-screen' }],
  ['m', { do: 'toggle-mute' }],
  ['arrowleft', { do: 'step-seconds', by: -1 }],
  ['arrowright', { do: 'step-seconds', by: 1 }],
  [',', { do: 'step-frames', by: -1 }],
  ['.', { do: 'step-frames', by: 1 }],
  ['home', { do: 'go-to', share: 0 }],
  ['end', { do: 'go-to', share: 1 }],
])

export interface PressedKey {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  /** Whether the focus is on a button, which Space presses. */
  readonly onButton: boolean
}

/** The player's command for a key, null for keys that belong to others. */
export function commandFor({ key, ctrlKey, metaKey, altKey, onButton }: PressedKey): PlayerCommand | null {
  if (ctrlKey || metaKey || altKey || (onButton && key === ' ')) return null
  return COMMANDS.get(key.toLowerCase()) ?? null
}

/** Time in the middle of the frame that is `by` frames away, within the video, so that rounding never shows a neighbour. */
export function frameTime(now: number, by: number, frameRate: number, duration: number): number {
  const last = Math.max(0, Math.round(duration * frameRate) - 1)
  const frame = Math.floor(now * frameRate + 1e-4) + by
  return (Math.min(last, Math.max(0, frame)) + 0.5) / frameRate
}
