import { refuse, succeed, type Outcome } from 'shared/wire'
import { serveTasks } from '../media/index.ts'
import { makeMusic } from './music/make-music.ts'
import { audioEvent, audioTask, type AudioEvent, type AudioTask } from './protocol.ts'
import { openFlite } from './voice/flite.ts'
import { speakDraft } from './voice/speak-draft.ts'

serveTasks<AudioTask, AudioEvent>({
  task: audioTask,
  warm: async () => {},
  run: async (task, emit) => {
    const tell = (done: number): void => emit({ kind: 'progress', done: Math.min(1, done) })
    try {
      if (task.kind === 'music') await makeMusic(task.wish, task.font, task.output, tell)
      else emit(audioEvent.parse({ kind: 'spoken', ...(await speak(task, tell)) }))
      return succeed(null)
    } catch (error) {
      return failed(error)
    }
  },
})

async function speak(task: Extract<AudioTask, { kind: 'speech' }>, tell: (done: number) => void): ReturnType<typeof speakDraft> {
  const flite = await openFlite()
  try {
    return await speakDraft(flite, task, task.output, tell)
  } finally {
    await flite.close()
  }
}

function failed(error: unknown): Outcome<null> {
  const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  return refuse('internal_error', 'The sound could not be made.', { params: { reason: reason.slice(0, 300) }, action: 'retry' })
}
