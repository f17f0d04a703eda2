import type { OrderPart } from '@driftbild/core'
import type { Locale } from '@driftbild/words'
import { readNumber } from '../../ui/read-number.ts'

/** A part as it is being written down. */
export interface PartDraft {
  quantity: string
  text: string
  article: string
}

export const noPart: PartDraft = { quantity: '', text: '', article: '' }

export const asDraft = ({ quantity, text, article }: OrderPart, locale: Locale): PartDraft => ({
  quantity: quantity === null ? '' : String(quantity).replace('.', locale === 'sv' ? ',' : '.'),
  text,
  article: article ?? '',
})

/** Lines without words are none. */
export const asWritten = (drafts: readonly PartDraft[]): OrderPart[] =>
  drafts
    .filter(({ text }) => text.trim() !== '')
    .map(({ quantity, text, article }) => ({
      quantity: readNumber(quantity) || null,
      text: text.trim(),
      article: article.trim() || null,
    }))

/** Something else than nothing, and no number more than nothing. */
export const isWrong = ({ quantity }: PartDraft): boolean =>
  quantity.trim() !== '' && !(readNumber(quantity)! > 0)
