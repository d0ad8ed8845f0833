import type { Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { profile } from '../profile.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import { trackLanguage } from './track-language.ts'

/**
 * Copies a film with a track of subtitles (`mov_text`) that players can switch on, made from an SRT or WebVTT file. Packets of picture
 * and sound stay what they are.
 */
export async function addSubtitles(
  ffmpeg: Ffmpeg,
  {
    film,
    path,
    language,
    output,
  }: { readonly film: string; readonly path: string; readonly language: string | null; readonly output: string },
  signal: AbortSignal,
): Promise<Outcome<null>> {
  const map = ['-map', '0:v', '-map', '0:a?', '-map', '1:s:0', '-c', 'copy', '-c:s', 'mov_text']
  const tags = language === null ? [] : ['-metadata:s:s:0', `language=${trackLanguage(language)}`]
  const { containerArguments, timescale } = profile(30)
  const container = ['-video_track_timescale', String(timescale), ...containerArguments]
  return runFfmpeg(ffmpeg, ['-i', film, '-i', path, ...map, ...tags, ...container, output], { signal })
}
