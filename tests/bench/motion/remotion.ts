import { execFile } from 'node:child_process'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { MotionSpec } from '../../../server/motion/index.ts'
import { type Cost, runTimed } from './cpu.ts'

const execute = promisify(execFile)
const PACKAGES = ['remotion', '@remotion/bundler', '@remotion/renderer'].map((name) => `${name}@4.0.529`)

export type RemotionTime = { readonly ok: true; readonly cost: Cost } | { readonly ok: false; readonly reason: string }

/**
 * Renders the dolly by Remotion, where `--remotion` asks for it, the packages can be installed and there is a Chromium. Installing and
 * bundling do not count. It is no dependency: companies pay for it, and it brings a browser.
 */
export async function timeRemotion(directory: string, spec: MotionSpec): Promise<RemotionTime> {
  if (!process.argv.includes('--remotion')) return { ok: false, reason: 'It takes minutes and 200 MB, and is done with --remotion.' }
  const { picture } = spec
  if (picture === null) return { ok: false, reason: 'There is no picture.' }
  const project = path.join(directory, 'remotion')
  try {
    await mkdir(path.join(project, 'public'), { recursive: true })
    await copyFile(picture.path, path.join(project, 'public', 'photo.jpg'))
    await writeFile(path.join(project, 'package.json'), '{"private":true,"type":"module"}')
    await execute('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...PACKAGES, 'react@19', 'react-dom@19'], {
      cwd: project,
    })
    const { stdout: browser } = await execute('sh', [
      '-c',
      'command -v chromium || command -v chromium-browser || command -v google-chrome',
    ])
    await writeFile(path.join(project, 'clip.jsx'), composition(spec))
    await writeFile(path.join(project, 'bundle.mjs'), BUNDLE)
    await writeFile(path.join(project, 'render.mjs'), rendering(spec, browser.trim()))
    await execute('node', ['bundle.mjs'], { cwd: project })
    return { ok: true, cost: await runTimed('node', [path.join(project, 'render.mjs')]) }
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'It failed.' }
  }
}

function composition({ width, height, frames, frameRate }: MotionSpec): string {
  return `
import React from 'react'
import { AbsoluteFill, Composition, Img, interpolate, registerRoot, staticFile, useCurrentFrame } from 'remotion'
const Clip = () => {
  const scale = interpolate(useCurrentFrame(), [0, ${frames}], [1, 1.2])
  const style = { width: '100%', height: '100%', objectFit: 'cover', transform: 'scale(' + scale + ')' }
  return <AbsoluteFill><Img src={staticFile('photo.jpg')} style={style} /></AbsoluteFill>
}
registerRoot(() => <Composition id="clip" component={Clip} width={${width}} height={${height}} fps={${frameRate}} durationInFrames={${frames}} />)
`
}

const BUNDLE = `
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { bundle } from '@remotion/bundler'
writeFileSync('bundle.txt', await bundle({ entryPoint: path.resolve('clip.jsx'), publicDir: path.resolve('public') }))
`

function rendering(spec: MotionSpec, browser: string): string {
  return `
import { readFileSync } from 'node:fs'
import { renderMedia, selectComposition } from '@remotion/renderer'
const common = {
  serveUrl: readFileSync(new URL('bundle.txt', import.meta.url), 'utf8'),
  browserExecutable: ${JSON.stringify(browser)},
  chromeMode: 'chrome-for-testing',
  chromiumOptions: { gl: 'swangle' },
}
const composition = await selectComposition({ ...common, id: 'clip' })
await renderMedia({ ...common, composition, codec: 'h264', x264Preset: 'veryfast', crf: 20, outputLocation: ${JSON.stringify(spec.output)} })
`
}
