import { createInstance, type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { english } from './english/index.ts'

/** Languages of the panel by their own names. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

/** The language to show for what the person chose (null: nothing) and what the browser prefers, best first. */
export function chooseLanguage(chosen: string | null, preferred: readonly string[]): Language {
  const wanted = [...(chosen === null ? [] : [chosen]), ...preferred]
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0]
    if (language === 'en' || language === 'de') return language
  }
  return 'en'
}

const NAMESPACE = 'panel'

/** Makes the translator. English is always at hand, other languages are loaded when they are shown. */
export async function createTranslator(language: Language): Promise<i18n> {
  const instance = createInstance()
  await instance.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: NAMESPACE,
    nsSeparator: false,
    resources: { en: { [NAMESPACE]: english } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  await showLanguage(instance, language)
  return instance
}

/** Changes the language that is shown, having loaded its texts. */
export async function showLanguage(instance: i18n, language: Language): Promise<void> {
  if (language === 'de' && !instance.hasResourceBundle('de', NAMESPACE)) {
    const { german } = await import('./german/index.ts')
    instance.addResourceBundle('de', NAMESPACE, german)
  }
  await instance.changeLanguage(language)
}
