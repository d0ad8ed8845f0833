import { readFileSync } from 'node:fs'
import { z } from 'zod'

const manifest = z.array(z.object({ id: z.string(), file: z.string(), bytes: z.int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))

export type ModelFile = z.infer<typeof manifest>[number]

/** What models.json says of a model that the server uses; the set-up fetches its file by the same entry. */
export function modelFile(id: string): ModelFile {
  const models = manifest.parse(JSON.parse(readFileSync(new URL('../models/models.json', import.meta.url), 'utf8')))
  const model = models.find((entry) => entry.id === id)
  if (model === undefined) throw new Error(`models.json has no ${id}`)
  return model
}
