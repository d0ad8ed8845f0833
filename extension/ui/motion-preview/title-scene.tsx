/** The card with the words of a prompt that has no picture, as an impression: the engine sets the words more finely. */
export function TitleScene({ text }: { readonly text: string }) {
  return (
    <div className="absolute inset-0 flex items-center justify-center bg-[#0b0916] bg-[radial-gradient(90%_70%_at_70%_20%,rgb(123_97_255/0.75),transparent),radial-gradient(80%_60%_at_20%_90%,rgb(123_215_255/0.5),transparent)] p-[9cqi]">
      <p className="line-clamp-6 text-center text-[8cqi] leading-tight font-bold text-balance text-white">{text}</p>
    </div>
  )
}
