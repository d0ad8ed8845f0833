import { serveTasks } from '../media/index.ts'
import { type Crew, startCrew } from './frame-ring.ts'
import { compileKernel, createKernelMemory, instantiateKernel } from './kernel.ts'
import { Arena } from './memory.ts'
import { renderClip, type Studio } from './render-clip.ts'
import { restyleClip } from './restyle-clip.ts'
import { createPictureStore } from './source-cache.ts'
import { type MotionEvent, motionTask, type MotionTask } from './spec.ts'
import { defaultWorkers } from './workers.ts'

let studio: Promise<Studio> | null = null

serveTasks<MotionTask, MotionEvent>({
  task: motionTask,
  warm: async () => {
    ;(await openStudio()).crew(defaultWorkers())
  },
  run: async (task, emit) => (task.work === 'render' ? await renderClip(await openStudio(), task, emit) : await restyleClip(task, emit)),
})

function openStudio(): Promise<Studio> {
  studio ??= furnish()
  return studio
}

async function furnish(): Promise<Studio> {
  const module = await compileKernel()
  const memory = createKernelMemory()
  const kernel = instantiateKernel(module, memory)
  const arena = new Arena(memory)
  const crews = new Map<number, Crew>()
  return {
    kernel,
    arena,
    store: createPictureStore({ kernel, arena }),
    crew: (size) => {
      const crew = crews.get(size) ?? startCrew({ module, memory }, size)
      crews.set(size, crew)
      return crew
    },
  }
}
