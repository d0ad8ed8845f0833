/** Where the frames that wait for the person are. */
export const FRAMES_CHECK_ID = 'frames-check'

/** Brings them into sight, and the focus to them. */
export function showFrames(): void {
  const check = document.getElementById(FRAMES_CHECK_ID)
  check?.scrollIntoView({ block: 'start' })
  check?.focus({ preventScroll: true })
}
