import type { Captions } from 'shared/wire'
import { classes } from '../../ui/index.ts'

/** How the word that is spoken just now stands out from the others. */
const SPOKEN: Readonly<Record<Captions['style'], string>> = {
  plain: '',
  highlight: 'text-sky',
  pill: 'brand rounded px-0.5 text-on-gradient',
  karaoke: 'text-sky',
  pop: 'mx-1 inline-block scale-125 text-sky',
  stacked: 'block text-sm text-sky uppercase',
}
const LINE: Readonly<Record<Captions['style'], string>> = {
  plain: '',
  highlight: '',
  pill: 'rounded-md bg-scrim px-1 py-0.5',
  karaoke: '',
  pop: '',
  stacked: 'uppercase [&>span]:block',
}

/** A style of captions in small: three words, of which the second is being spoken. In karaoke all up to it have been. */
export function StyleArt({ style, words }: { readonly style: Captions['style']; readonly words: string }) {
  return (
    <span aria-hidden className="title-card flex aspect-[16/10] w-full items-end justify-center overflow-hidden rounded-lg pbe-1.5">
      <span
        className={classes(
          'flex flex-wrap justify-center gap-x-1 text-center text-[10px] leading-tight font-bold text-on-media drop-shadow',
          LINE[style],
        )}
      >
        {words.split(' ').map((word, index) => (
          <span key={word} className={index === 1 || (style === 'karaoke' && index === 0) ? SPOKEN[style] : ''}>
            {word}
          </span>
        ))}
      </span>
    </span>
  )
}
