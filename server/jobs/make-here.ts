import { type Outcome, refuse, succeed } from 'shared/wire'
import type { Made } from '../providers/index.ts'
import { stillSpec } from './engine-spec.ts'
import type { JobsOptions } from './face.ts'
import { withInput } from './inputs.ts'
import { pictureOf } from './make-clip.ts'
import type { ModelWork } from './remote/make-remotely.ts'
import type { WorkRooms } from './work.ts'

export type WorkshopRooms = WorkRooms & Pick<JobsOptions, 'audio'>

const NO_WORDS = { words: null, text: null, language: null }

/**
 * Has this server's own workshops make what a job asks for, anything but a clip, into files of `newFile`.
 * Problems: those of the engine and of the audio room; `media_invalid` where what it is made from is gone.
 */
export async function makeHere(
  rooms: WorkshopRooms,
  { walk, lease, request, progress }: ModelWork,
  newFile: (extension: string) => Promise<string>,
): Promise<Outcome<Made>> {
  const { signal } = walk
  const onProgress = (done: number): void => {
    walk.beat()
    progress.report('generating', done)
  }
  switch (request.kind) {
    case 'image': {
      const path = await newFile('png')
      return await withInput(rooms, lease.userId, request, async (input) => {
        const picture = input === null ? succeed(null) : await pictureOf(rooms, lease.userId, input, signal)
        if (!picture.ok) return picture
        const drawn = await rooms.motion.render(stillSpec(request, picture.value, path), { signal, onProgress: () => onProgress(0.5) })
        return drawn.ok ? succeed({ ...NO_WORDS, files: [{ name: 'result', path, mime: 'image/png' }] }) : drawn
      })
    }
    case 'music': {
      const output = await newFile('m4a')
      const { prompt = null, mood = null, duration: seconds, seed } = request
      const played = await rooms.audio.compose({ prompt, mood, seconds, seed, output }, { signal, onProgress })
      return played.ok ? succeed({ ...NO_WORDS, files: [sound(output)] }) : played
    }
    case 'speech': {
      const output = await newFile('m4a')
      const { text, voice = null, language = null, speed } = request
      const spoken = await rooms.audio.speak({ text, voice, language, speed, output }, { signal, onProgress })
      return spoken.ok ? succeed({ files: [sound(output)], words: [...spoken.value.words], text, language }) : spoken
    }
    default:
      return refuse('unsupported_option', `This server makes no ${request.kind} by itself.`, { params: { option: 'provider' } })
  }
}

function sound(path: string) {
  return { name: 'result', path, mime: 'audio/mp4' }
}
