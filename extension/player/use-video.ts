import { type RefObject, useCallback, useEffect, useMemo, useState } from 'react'
import type { PlayerCommand } from './keys.ts'
import { frameTime } from './keys.ts'

export interface VideoState {
  readonly playing: boolean
  /** Seconds. */
  readonly time: number
  readonly duration: number
  readonly loop: boolean
  readonly speed: number
  readonly muted: boolean
  readonly failed: boolean
}

export interface VideoControls extends VideoState {
  readonly seek: (seconds: number) => void
  readonly setSpeed: (speed: number) => void
  readonly run: (command: Exclude<PlayerCommand, { do: 'toggle-full-screen' }>) => void
}

/** State and controls of a video element. The element is the truth: state follows its events. */
export function useVideo(ref: RefObject<HTMLVideoElement | null>, frameRate: number, knownDuration: number): VideoControls {
  const [state, setState] = useState<VideoState>({
    playing: false,
    time: 0,
    duration: knownDuration,
    loop: true,
    speed: 1,
    muted: false,
    failed: false,
  })

  useEffect(() => {
    const video = ref.current
    if (video === null) return undefined
    const read = (): void =>
      setState({
        playing: !video.paused && !video.ended,
        time: video.currentTime,
        duration: Number.isFinite(video.duration) ? video.duration : knownDuration,
        loop: video.loop,
        speed: video.playbackRate,
        muted: video.muted,
        failed: video.error !== null,
      })
    const events = [
      'play',
      'pause',
      'ended',
      'timeupdate',
      'seeking',
      'seeked',
      'ratechange',
      'volumechange',
      'loadedmetadata',
      'error',
      'emptied',
    ] as const
    for (const event of events) video.addEventListener(event, read)
    read()
    return () => {
      for (const event of events) video.removeEventListener(event, read)
    }
  }, [ref, knownDuration])

  useEffect(() => {
    if (!state.playing) return undefined
    // timeupdate comes four times a second; the thumb of the scrubber should glide.
    let request = requestAnimationFrame(function tick() {
      const video = ref.current
      if (video !== null) setState((before) => ({ ...before, time: video.currentTime }))
      request = requestAnimationFrame(tick)
    })
    return () => cancelAnimationFrame(request)
  }, [ref, state.playing])

  const seek = useCallback(
    (seconds: number) => {
      const video = ref.current
      if (video === null) return
      video.currentTime = Math.min(state.duration, Math.max(0, seconds))
      setState((before) => ({ ...before, time: video.currentTime }))
    },
    [ref, state.duration],
  )

  const run = useCallback<VideoControls['run']>(
    (command) => {
      const video = ref.current
      if (video === null) return
      switch (command.do) {
        case 'toggle-play':
          if (video.paused) void play(video)
          else video.pause()
          break
        case 'toggle-loop':
          video.loop = !video.loop
          setState((before) => ({ ...before, loop: video.loop }))
          break
        case 'toggle-mute':
          video.muted = !video.muted
          break
        case 'step-seconds':
          seek(video.currentTime + command.by)
          break
        case 'step-frames':
          video.pause()
          seek(frameTime(video.currentTime, command.by, frameRate, state.duration))
          break
        case 'go-to':
          seek(command.share * state.duration)
      }
    },
    [ref, seek, frameRate, state.duration],
  )

  const setSpeed = useCallback(
    (speed: number) => {
      if (ref.current !== null) ref.current.playbackRate = speed
    },
    [ref],
  )

  return useMemo(() => ({ ...state, seek, setSpeed, run }), [state, seek, setSpeed, run])
}

/** Starts the video. A play that a pause or a new source overtakes is no fault. */
export async function play(video: HTMLVideoElement): Promise<void> {
  try {
    await video.play()
  } catch {
    video.pause()
  }
}
