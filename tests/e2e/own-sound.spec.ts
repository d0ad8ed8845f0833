import type { Page } from '@playwright/test'
import type { Storyboard } from 'shared/wire'
import { expectAccessible } from './accessible.ts'
import { expect, test } from './fixtures.ts'
import { onlyStory, openStory, part } from './reel-page.ts'

const RATE = 8000

test('a piece of music and a recording of one’s own are handed over, shown, listened to and taken away', async ({
  browser_,
  server,
  shop,
}) => {
  const page = await openStory(browser_, server, {
    picture: await shop.picture('oil-900.jpg'),
    settings: { aspectRatio: '9:16', resolution: '720p' },
    segments: [{ prompt: 'first', duration: 5 }],
  })
  const soundtrack = async () => (await onlyStory<Storyboard>(server)).soundtrack
  const lane = (name: string) => page.getByRole('region', { name, exact: true })
  await page.setViewportSize({ width: 320, height: 800 })
  await part(page, 'Sound').click()
  await page.getByRole('button', { name: 'Add music' }).click()
  await page.getByRole('button', { name: 'Add a voice' }).click()

  await test.step('a file that is chosen is named, with its length, and played', async () => {
    await page.getByLabel('Own file: Music').setInputFiles({ name: 'theme.wav', mimeType: 'audio/wav', buffer: tone(2) })
    await expect(lane('Music').getByText('theme.wav')).toBeVisible()
    await expect(lane('Music').getByText(/^0:02 · /)).toBeVisible()
    await expect(lane('Music').getByText('it begins again until the film ends', { exact: false })).toBeVisible()
    await expect.poll(async () => (await soundtrack()).music?.asset ?? null).not.toBeNull()
    await expect(lane('Music').getByRole('slider', { name: 'Mood of the music' })).toHaveCount(0)
    const seconds = lane('Music').locator('audio')
    await expect.poll(() => seconds.evaluate((audio: HTMLAudioElement) => Math.round(audio.duration))).toBe(2)
  })

  await test.step('a file that is dropped on the voice is its recording', async () => {
    await drop(page, lane('Voice').getByLabel('Own file: Voice'), 'said.wav', tone(3))
    await expect(lane('Voice').getByText('said.wav')).toBeVisible()
    await expect.poll(async () => (await soundtrack()).voice?.asset ?? null).not.toBeNull()
    await expectAccessible(page, 'sounds of one’s own')
  })

  await test.step('what is no sound is refused with a reason', async () => {
    const text = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no sound at all') }
    await page.getByLabel('Own file: Music').setInputFiles(text)
    await expect(page.getByRole('region', { name: /Notifications/ }).getByText(/cannot be used/)).toBeVisible()
    await expect(lane('Music').getByText('theme.wav')).toBeVisible()
  })

  await test.step('without the file music is made again', async () => {
    await lane('Music').getByRole('button', { name: 'Without the file' }).press('Enter')
    await expect(lane('Music').getByRole('slider', { name: 'Mood of the music' })).toBeVisible()
    await expect.poll(async () => (await soundtrack()).music?.asset ?? null).toBeNull()
  })
})

async function drop(page: Page, input: ReturnType<Page['getByLabel']>, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([called, base64]) => {
      const given = new DataTransfer()
      const data = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0)
      given.items.add(new File([data], called, { type: 'audio/wav' }))
      return given
    },
    [name, bytes.toString('base64')] as const,
  )
  await input.dispatchEvent('dragover', { dataTransfer: transfer })
  await input.dispatchEvent('drop', { dataTransfer: transfer })
}

/** A WAV file of a tone, 16 bits in one channel. */
function tone(seconds: number): Buffer {
  const samples = Int16Array.from({ length: seconds * RATE }, (_, index) => 8000 * Math.sin((index / RATE) * 440 * 2 * Math.PI))
  const head = Buffer.alloc(44)
  head.write('RIFF....WAVEfmt ', 'latin1')
  head.write('data', 36)
  const numbers = [36 + samples.byteLength, 16, RATE, RATE * 2, samples.byteLength] as const
  for (const [index, at] of [4, 16, 24, 28, 40].entries()) head.writeUInt32LE(numbers[index] ?? 0, at)
  for (const [index, at] of [20, 22, 32, 34].entries()) head.writeUInt16LE([1, 1, 2, 16][index] ?? 0, at)
  return Buffer.concat([head, Buffer.from(samples.buffer)])
}
