/** The languages, each with its file of ICU messages. A new one is a line here and a file in locales/. */
const files = {
  sv: () => import('./locales/sv.json', { with: { type: 'json' } }),
  en: () => import('./locales/en.json', { with: { type: 'json' } }),
} as const

export type Locale = keyof typeof files
export const locales = Object.keys(files) as Locale[]

/** Each language's own name for itself. */
export const localeNames: Record<Locale, string> = { sv: 'Svenska', en: 'English' }

export type Messages = Awaited<ReturnType<(typeof files)['sv']>>['default']
export type MessageKey = keyof Messages

export const loadMessages = async (locale: Locale): Promise<Messages> => (await files[locale]()).default
