import { clipRequest } from 'shared/wire'
import { expect, it } from 'vitest'
import { exampleSegment, exampleSettings } from '../examples.ts'
import { takeRequest } from './take-request.ts'

it('asks for the price of a take in words that the wire takes, however few or many the segment has', () => {
  for (const prompt of ['', 'short', 'A hand takes the bottle from the shelf', 'x'.repeat(2000)]) {
    for (const duration of [1, 5, 60]) {
      const request = takeRequest(exampleSegment('a', { prompt, duration }), exampleSettings)
      expect(clipRequest.safeParse(request).error).toBeUndefined()
    }
  }
})

it('asks whom the segment names, else whom the story does', () => {
  const settings = { ...exampleSettings, provider: 'runway', model: 'gen4_turbo' }
  expect(takeRequest(exampleSegment('a'), settings)).toMatchObject({ provider: 'runway', model: 'gen4_turbo' })
  const own = takeRequest(exampleSegment('a', { provider: 'fal', model: 'kling', image: 'ast_1' }), settings)
  expect(own).toMatchObject({ provider: 'fal', model: 'kling', image: 'ast_1' })
  expect(takeRequest(exampleSegment('a'), exampleSettings)).not.toHaveProperty('provider')
})
