import { expect, it } from 'vitest'
import { readNames } from './transitions.ts'

it('reads the transitions from the help of xfade, without the one that is a program', () => {
  const help = [
    'xfade AVOptions:',
    '   transition        <int>        ..FV....... set cross fade transition (from -1 to 45) (default fade)',
    '     custom          -1           ..FV....... custom transition',
    '     fade            0            ..FV....... fade transition',
    '     wipeleft        1            ..FV....... wipe left transition',
    '   duration          <duration>   ..FV....... set cross fade duration (default 1)',
  ].join('\n')
  expect(readNames(help)).toEqual(['fade', 'wipeleft'])
})
