import type { Sentence } from '@driftbild/core'
import {
  type Format,
  type Locale,
  loadMessages,
  type Messages,
  makeFormat,
  makeWords,
  sentenceWords,
  type Translate,
} from '@driftbild/words'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { I18nProvider } from 'react-aria-components'
import { localeChoice } from './locale-choice.ts'

interface Language {
  locale: Locale
  setLocale: (locale: Locale) => void
  t: Translate
  f: Format
  /** A sentence that something below the web wrote as a code and numbers. */
  say: (sentence: Sentence) => string
  /** Words for a key that only data can name, or null. */
  find: (key: string, values?: Record<string, string | number | null>) => string | null
}

const DEFAULT_ZONE = 'Europe/Stockholm'

const MessagesContext = createContext<{
  locale: Locale
  messages: Messages
  setLocale: (locale: Locale) => void
} | null>(null)
const ZoneContext = createContext(DEFAULT_ZONE)

/** What the first paint needs: the chosen language and its words. */
export async function startWords(): Promise<{ locale: Locale; messages: Messages }> {
  const locale = localeChoice.read()
  return { locale, messages: await loadMessages(locale) }
}

export function WordsProvider({
  start,
  children,
}: {
  start: { locale: Locale; messages: Messages }
  children: ReactNode
}) {
  const [now, setNow] = useState(start)
  const setLocale = useCallback((locale: Locale) => {
    localeChoice.write(locale)
    loadMessages(locale).then((messages) => setNow({ locale, messages }))
  }, [])
  useEffect(() => {
    document.documentElement.lang = now.locale
  }, [now.locale])
  const value = useMemo(() => ({ ...now, setLocale }), [now, setLocale])
  return (
    <MessagesContext value={value}>
      <I18nProvider locale={now.locale === 'sv' ? 'sv-SE' : 'en-GB'}>{children}</I18nProvider>
    </MessagesContext>
  )
}

/** Everything inside speaks of times in this zone: the municipality's. */
export function ZoneProvider({ zone, children }: { zone: string; children: ReactNode }) {
  return <ZoneContext value={zone}>{children}</ZoneContext>
}

export function useWords(): Language {
  const language = useContext(MessagesContext)
  const zone = useContext(ZoneContext)
  if (!language) throw new Error('useWords outside WordsProvider')
  const { locale, messages, setLocale } = language
  return useMemo(() => {
    const words = makeWords(locale, messages)
    const f = makeFormat(locale, zone, Date.now)
    return { locale, setLocale, f, ...words, say: (sentence) => sentenceWords(sentence, words, f) }
  }, [locale, messages, setLocale, zone])
}
