import { PLANNED_OPTIONS } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Backend, startBackend } from '../harness/backend.ts'

const clipSchema = z.object({
  components: z.object({ schemas: z.object({ ClipRequest: z.object({ properties: z.record(z.string(), z.unknown()) }) }) }),
})

let backend: Backend
let text: string
beforeAll(async () => {
  backend = await startBackend()
  text = await (await backend.ask('/openapi.json', { token: null })).text()
})
afterAll(() => backend.stop())

describe('the OpenAPI document', () => {
  it('is the one in docs/openapi.json; `vitest run --project checks -u` writes it anew when the contract changed', async () => {
    await expect(`${JSON.stringify(JSON.parse(text), null, 2)}\n`).toMatchFileSnapshot('../../docs/openapi.json')
  })

  it('refers to nothing that it lacks, and names what the wire names', () => {
    const document: unknown = JSON.parse(text)
    const names = schemaNames(document)
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) expect(names).toContain(name)
    expect(names).toEqual(expect.arrayContaining(['Job', 'Asset', 'ClipRequest', 'Problem', 'Change', 'Hello', 'Estimate', 'ProviderList']))
  })

  it('offers nothing that is not built yet', () => {
    const { ClipRequest } = clipSchema.parse(JSON.parse(text)).components.schemas
    expect(Object.keys(ClipRequest.properties)).toContain('camera')
    for (const field of PLANNED_OPTIONS.fields) expect(ClipRequest.properties).not.toHaveProperty(field)
    expect(text).not.toContain('/share')
  })
})

function schemaNames(document: unknown): string[] {
  if (typeof document !== 'object' || document === null || !('components' in document)) return []
  const { components } = document
  if (typeof components !== 'object' || components === null || !('schemas' in components)) return []
  return Object.keys(components.schemas ?? {})
}
