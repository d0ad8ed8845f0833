/** What a page says about what it shows or sells, as it says it; null and empty where it says nothing. */
export interface PageFacts {
  readonly pageUrl: string
  readonly title: string | null
  readonly description: string | null
  readonly brand: string | null
  /** The amount as the page writes it, without the currency where that is told apart. */
  readonly price: string | null
  /** ISO 4217 code or the sign that the page uses. */
  readonly currency: string | null
  /** Short lines on what speaks for it. */
  readonly features: readonly string[]
}
