/** The card behind the words of a prompt that has no picture, as an impression: the engine lights it more finely. */
export function TitleBackdrop() {
  return <span className="title-card absolute inset-0" />
}

/** The words themselves; they stay where they are while the card behind them moves. */
export function TitleWords({ text }: { readonly text: string }) {
  return (
    <span className="pointer-events-none absolute inset-0 flex items-center justify-center p-[9cqi]">
      <span className="line-clamp-6 text-center text-[7cqi] leading-tight font-bold text-balance text-on-media">{text}</span>
    </span>
  )
}
