import { FAL_KEY, startFal } from '../simulators/fal.ts'
import { LANGUAGE_KEY, type LanguageModel, startLanguageModel } from '../simulators/language.ts'
import { RUNWAY_KEY, startRunway } from '../simulators/runway.ts'
import type { Simulator } from '../simulators/simulator.ts'
import { startServer } from '../harness/server.ts'
import { test as base } from './fixtures.ts'

interface Providers {
  runway: Simulator
  fal: Simulator
  language: LanguageModel
}

/** The tests' Chromium with a backend that has keys for two providers and a language model, played over real HTTP. */
export const test = base.extend<Providers>({
  runway: async ({}, use) => {
    const runway = await startRunway()
    await use(runway)
    await runway.stop()
  },
  fal: async ({}, use) => {
    const fal = await startFal()
    await use(fal)
    await fal.stop()
  },
  language: async ({}, use) => {
    const language = await startLanguageModel()
    await use(language)
    await language.stop()
  },
  server: async ({ runway, fal, language }, use) => {
    const env = {
      RUNWAYML_API_SECRET: RUNWAY_KEY,
      RUNWAYML_BASE_URL: runway.base,
      FAL_KEY,
      FAL_BASE_URL: fal.base,
      OPENAI_COMPATIBLE_BASE_URL: `${language.base}/v1`,
      OPENAI_COMPATIBLE_MODEL: 'own',
      OPENAI_COMPATIBLE_API_KEY: LANGUAGE_KEY,
    }
    const server = await startServer({ env })
    await use(server)
    await server.stop()
  },
})

export { expect } from './fixtures.ts'
