/** ISO 639-1 to ISO 639-2/T. */
const THREE_LETTERS: Readonly<Record<string, string>> = {
  ar: 'ara',
  bg: 'bul',
  bn: 'ben',
  ca: 'cat',
  cs: 'ces',
  da: 'dan',
  de: 'deu',
  el: 'ell',
  en: 'eng',
  es: 'spa',
  et: 'est',
  fa: 'fas',
  fi: 'fin',
  fr: 'fra',
  he: 'heb',
  hi: 'hin',
  hr: 'hrv',
  hu: 'hun',
  id: 'ind',
  it: 'ita',
  ja: 'jpn',
  ko: 'kor',
  lt: 'lit',
  lv: 'lav',
  mr: 'mar',
  ms: 'msa',
  nb: 'nob',
  ne: 'nep',
  nl: 'nld',
  nn: 'nno',
  no: 'nor',
  pl: 'pol',
  pt: 'por',
  ro: 'ron',
  ru: 'rus',
  sk: 'slk',
  sl: 'slv',
  sr: 'srp',
  sv: 'swe',
  ta: 'tam',
  te: 'tel',
  th: 'tha',
  tr: 'tur',
  uk: 'ukr',
  ur: 'urd',
  vi: 'vie',
  zh: 'zho',
}

/**
 * The language of a track as MP4 writes it (ISO 14496-12, `mdhd`): three letters of ISO 639-2. Others make ffmpeg leave it out.
 * @param language BCP 47
 * @returns `und` for one that is not known
 */
export function trackLanguage(language: string): string {
  const primary = /^[a-z]{2,3}(?=$|[-_])/iu.exec(language.trim())?.[0].toLowerCase() ?? ''
  return primary.length === 3 ? primary : (THREE_LETTERS[primary] ?? 'und')
}
