export { createLanguage, type LanguageOptions } from './create-language.ts'
export type { Answered, Language, Question } from './face.ts'
export * from './prompts/rewrite.ts'
