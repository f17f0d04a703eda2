import type { Micros } from '@driftbild/core'
import { type Format, type Locale, loadMessages, makeFormat, makeWords, type Words } from '@driftbild/words'

/** The pages' words, numbers and times, for a file. */
export interface Speech extends Words {
  f: Format
  language: Locale
  /** Always with its year: a file is read in another one. */
  day: (at: Micros) => string
  moment: (at: Micros) => string
}

export async function speak(language: Locale, zone: string): Promise<Speech> {
  const f = makeFormat(language, zone, Date.now)
  const day = (at: Micros) => `${f.dayAlone(at)} ${f.year(at)}`
  return {
    ...makeWords(language, await loadMessages(language)),
    f,
    language,
    day,
    moment: (at) => `${day(at)} ${f.clock(at)}`,
  }
}
