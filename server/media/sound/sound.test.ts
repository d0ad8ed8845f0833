import { describe, expect, it } from 'vitest'
import { readSummary } from './measure-loudness.ts'
import { mixGraph, type SoundMix } from './mix-graph.ts'

const mix: SoundMix = { seconds: 2, film: null, voices: [], music: null, ducking: true, loudness: -14, fadeOut: 0 }
const voice = { path: 'voice.wav', at: 0.5, gain: -3 }
const music = { path: 'music.m4a', gain: -12 }

function chainsOf(changes: Partial<SoundMix>): readonly string[] {
  return mixGraph({ ...mix, ...changes }).graph.split(';')
}

describe('mixGraph', () => {
  it('is silence of the exact length where there is nothing to hear', () => {
    expect(mixGraph(mix).inputs).toEqual([])
    expect(chainsOf({})).toEqual([
      'anullsrc=r=48000:cl=stereo,atrim=end_sample=96000[silence]',
      '[silence]amix=inputs=1:normalize=0:duration=longest,apad=whole_len=96000,atrim=end_sample=96000,asetpts=N/SR/TB[mix]',
    ])
  })

  it('counts the inputs in the order in which it names them', () => {
    const { inputs, graph } = mixGraph({ ...mix, film: 'film.wav', voices: [voice, voice], music })
    expect(inputs.filter((_, index) => inputs[index - 1] === '-i')).toEqual(['film.wav', 'voice.wav', 'voice.wav', 'music.m4a'])
    expect([...graph.matchAll(/\[(\d):a:0\]/g)].map(([, index]) => index)).toEqual(['0', '1', '2', '3'])
  })

  it('begins a voice at its sample and sets its level', () => {
    expect(chainsOf({ voices: [voice] })[1]).toContain('volume=-3dB:precision=float,adelay=delays=24000S:all=1,')
  })

  it('lowers the music by the voices, where there are both and it is wanted', () => {
    const ducks = (changes: Partial<SoundMix>): boolean =>
      chainsOf(changes).some((chain) => chain.startsWith('[music][key]sidechaincompress'))
    expect(ducks({ voices: [voice], music })).toBe(true)
    expect(ducks({ voices: [voice], music, ducking: false })).toBe(false)
    expect(ducks({ music })).toBe(false)
    expect(ducks({ voices: [voice] })).toBe(false)
    for (const voices of [[], [voice]]) expect(mixGraph({ ...mix, voices, music }).graph.includes('[key]')).toBe(voices.length > 0)
  })

  it('begins a short file again only where that is asked for', () => {
    expect(mixGraph({ ...mix, music }).inputs).not.toContain('-stream_loop')
    expect(mixGraph({ ...mix, music: { ...music, loop: true } }).inputs.slice(0, 2)).toEqual(['-stream_loop', '-1'])
  })

  it('lets the end die away, at most from the beginning on', () => {
    expect(chainsOf({ fadeOut: 0.5 }).at(-1)).toContain('afade=t=out:ss=72000:ns=24000')
    expect(chainsOf({ fadeOut: 9 }).at(-1)).toContain('afade=t=out:ss=0:ns=96000')
  })
})

describe('readSummary', () => {
  const summary = (integrated: string, peak: string): string =>
    `[x] Summary:\n\n  Integrated loudness:\n    I:         ${integrated} LUFS\n    Threshold: -25.0 LUFS\n\n  Loudness range:\n    LRA:         3.5 LU\n  True peak:\n    Peak:       ${peak} dBFS`

  it('reads loudness, range and true peak of the last summary', () => {
    const first = summary('-30.0', '-9.0')
    expect(readSummary(`${first}\n${summary('-14.2', '-1.6')}`)).toEqual({ integrated: -14.2, truePeak: -1.6, range: 3.5 })
  })

  it('takes what the gate leaves out for silence', () => {
    expect(readSummary(summary('-70.0', '-inf'))).toEqual({ integrated: null, truePeak: null, range: 3.5 })
    expect(readSummary('nothing was measured')).toBeNull()
  })
})
