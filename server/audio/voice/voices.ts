/** The voices that Flite has built in, by its own names; the first one is taken where none is asked for. */
export const DRAFT_VOICES = ['slt', 'rms', 'awb', 'kal16'] as const
