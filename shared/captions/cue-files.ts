import type { Captions } from '../wire/index.ts'
import type { Cue } from './cue.ts'

const LINE: Readonly<Record<Captions['place'], string>> = { top: ' line:10%', middle: ' line:50%', bottom: '' }

/**
 * Cues as a WebVTT file (W3C WebVTT). Words carry their times, so that players which know `::cue(:past)` show them as they are spoken.
 * @param place where players show them
 */
export function toWebVtt(cues: readonly Cue[], place: Captions['place'] = 'bottom'): string {
  const blocks = cues.map(
    (cue, index) => `${index + 1}\n${timestamp(cue.start, '.')} --> ${timestamp(cue.end, '.')}${LINE[place]}\n${timedText(cue)}\n`,
  )
  return ['WEBVTT\n', ...blocks].join('\n')
}

/** Cues as a SubRip file. */
export function toSrt(cues: readonly Cue[]): string {
  return cues
    .map(({ start, end, text }, index) => `${index + 1}\n${timestamp(start, ',')} --> ${timestamp(end, ',')}\n${oneBlock(text)}\n`)
    .join('\n')
}

/** A time stamp stands before each word that begins after the one before it; those of a cue have to ascend between its own times. */
function timedText({ start, end, text, words }: Cue): string {
  let [written, last, at] = ['', milliseconds(start), 0]
  for (const word of words) {
    const time = milliseconds(word.start)
    if (time <= last || time >= milliseconds(end)) continue
    written += `${escape(text.slice(at, word.at))}<${timestamp(word.start, '.')}>`
    ;[last, at] = [time, word.at]
  }
  return oneBlock(written + escape(text.slice(at)))
}

/** An empty line would end the cue. */
function oneBlock(text: string): string {
  return text.replaceAll(/\n{2,}/gu, '\n').trim()
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000)
}

function timestamp(seconds: number, point: '.' | ','): string {
  const whole = milliseconds(seconds)
  const part = (value: number, digits: number): string => String(value).padStart(digits, '0')
  const [hours, minutes] = [Math.floor(whole / 3_600_000), Math.floor(whole / 60_000) % 60]
  return `${part(hours, 2)}:${part(minutes, 2)}:${part(Math.floor(whole / 1000) % 60, 2)}${point}${part(whole % 1000, 3)}`
}
