import { IntlMessageFormat } from 'intl-messageformat'
import type { Locale, MessageKey, Messages } from './messages.ts'

export type Values = Record<string, string | number | null>
export type Translate = (key: MessageKey, values?: Values) => string

/** Words for a key in one language. A key that only data can name (an evidence code) goes through `find`. */
export interface Words {
  t: Translate
  find: (key: string, values?: Values) => string | null
}

export function makeWords(locale: Locale, messages: Messages): Words {
  const compiled = new Map<string, IntlMessageFormat>()
  const find: Words['find'] = (key, values) => {
    const source = (messages as Record<string, string>)[key]
    if (source === undefined) return null
    if (!source.includes('{')) return source
    let message = compiled.get(key)
    if (!message) {
      message = new IntlMessageFormat(source, locale, undefined, { ignoreTag: true })
      compiled.set(key, message)
    }
    return String(message.format(values))
  }
  return { find, t: (key, values) => find(key, values) ?? key }
}
