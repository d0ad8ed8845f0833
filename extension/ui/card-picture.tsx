/** A small picture that the engine made, as the art of a card. */
export function CardPicture({ name }: { readonly name: string }) {
  return (
    <img
      alt=""
      src={`/looks/${name}.webp`}
      width={288}
      height={180}
      loading="lazy"
      decoding="async"
      draggable={false}
      className="aspect-[16/10] w-full rounded-lg bg-line object-cover"
    />
  )
}
