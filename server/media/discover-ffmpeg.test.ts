import { describe, expect, it } from 'vitest'
import { discoverFfmpeg, readVersion } from './discover-ffmpeg.ts'

describe('the version of ffmpeg', () => {
  it.each([
    ['ffmpeg version 5.1.9-0+deb12u1 Copyright (c)', 5],
    ['ffmpeg version n7.1 Copyright', 7],
    ['ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright', 4],
    ['ffmpeg version 8.0-essentials_build-www.gyan.dev Copyright', 8],
    ['ffmpeg version 6 Copyright', 6],
    ['ffmpeg version N-118193-g5f38c82536 Copyright', Number.MAX_SAFE_INTEGER],
    ['ffmpeg version 2026-03-01-git-ab12cd Copyright', Number.MAX_SAFE_INTEGER],
    ['something else', 0],
  ])('%s', (banner, major) => {
    expect(readVersion(banner).major).toBe(major)
  })

  it('names the variable that points to nothing, and how to install', async () => {
    const found = await discoverFfmpeg({ ffmpegPath: '/nowhere/ffmpeg', ffprobePath: null })
    expect(found.ok ? '' : found.message).toMatch(/^ffmpeg was not found \(FFMPEG_PATH names \/nowhere\/ffmpeg\): install/)
  })
})
