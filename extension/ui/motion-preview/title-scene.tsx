/** The card behind the words of a prompt that has no picture, as an impression: the engine lights it more finely. */
export function TitleBackdrop() {
  return (
    <span className="brand absolute inset-0 [background-image:radial-gradient(60%_60%_at_50%_50%,rgb(18_11_48/0.7),transparent),radial-gradient(70%_70%_at_85%_12%,rgb(214_190_255/0.55),transparent),radial-gradient(70%_70%_at_12%_88%,rgb(92_60_232/0.75),transparent),linear-gradient(135deg,var(--color-violet),var(--color-sky))]" />
  )
}

/** The words themselves; they stay where they are while the card behind them moves. */
export function TitleWords({ text }: { readonly text: string }) {
  return (
    <span className="pointer-events-none absolute inset-0 flex items-center justify-center p-[9cqi]">
      <span className="line-clamp-6 text-center text-[7cqi] leading-tight font-bold text-balance text-white">{text}</span>
    </span>
  )
}
