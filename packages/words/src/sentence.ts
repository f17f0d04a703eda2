import type { Sentence } from '@driftbild/core'
import type { Format } from './format.ts'
import type { Values, Words } from './translate.ts'

/** Parameters that hold an instant (microseconds) and are read as one. */
const instants = new Set(['time', 'at', 'since', 'until'])

/**
 * The words of a sentence that a model wrote as a code. Signal keys become words, instants local times; other
 * numbers are left to the message, which knows their unit.
 */
export function sentenceWords(sentence: Sentence, words: Words, format: Format): string {
  const values: Values = {}
  for (const [name, value] of Object.entries(sentence.params)) {
    values[name] =
      typeof value === 'number' && instants.has(name)
        ? format.moment(value)
        : typeof value === 'string' && name === 'signal'
          ? signalWords(value, words)
          : value
  }
  const { code } = sentence
  return words.find(`sentence.${code}`, values) ?? words.t('sentence.unknown', { code })
}

/** "vibration, VV1-P3" for VV1-P3/vibration; the key itself when its role has no words. */
export function signalWords(key: string, words: Words): string {
  const cut = key.lastIndexOf('/')
  const role = words.find(`role.${key.slice(cut + 1)}`)
  return role === null ? key : `${role}, ${key.slice(0, cut)}`
}
