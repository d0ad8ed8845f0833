/** A voice that Flite has built in. */
export interface DraftVoice {
  readonly id: string
  readonly name: string
  readonly gender: 'female' | 'male'
}

/** The first one is taken where none is asked for. `id` is Flite's own name. */
export const DRAFT_VOICES: readonly DraftVoice[] = [
  { id: 'slt', name: 'Draft, female', gender: 'female' },
  { id: 'rms', name: 'Draft, male', gender: 'male' },
  { id: 'awb', name: 'Draft, male, Scottish', gender: 'male' },
  { id: 'kal16', name: 'Draft, male, mechanical', gender: 'male' },
]
