import { partsOf, type WorkOrder } from '@driftbild/core'
import { writeTable } from '@driftbild/formats/pdf'
import { partText } from '@driftbild/words'
import type { Speech } from '../speech.ts'
import type { SectionParts } from './section.ts'

/** What has been asked for and done, newest first. */
export function writeOrders({ paper, speech, file, madeAt }: SectionParts): void {
  const { t, f, moment } = speech
  if (file.orders.length === 0) {
    paper.text(t('dossier.orders.none'), { quiet: true })
    return
  }
  const shares = [0.08, 0.34, 0.16, 0.14, 0.28]
  const titles = [
    t('dossier.number'),
    t('order.field.title'),
    t('order.field.state'),
    t('dossier.made'),
    t('order.field.outcome'),
  ]
  writeTable(
    paper,
    titles.map((title, i) => ({ title, share: shares[i]! })),
    file.orders.map((order) => [
      String(order.number),
      order.title,
      t(`order.state.${order.state}`),
      f.day(order.createdAt),
      doneOf(order, speech),
    ]),
  )
  paper.text(t('dossier.source.register', { at: moment(madeAt) }), { quiet: true, small: true })
}

/** What was found and done, and what that used. */
function doneOf(order: Pick<WorkOrder, 'parts' | 'outcome'>, { t, f }: Speech): string {
  const { outcome } = order
  const parts = partsOf(order)
  const used = parts.map((part) => partText(part, f)).join(', ')
  return [
    ...(outcome ? [outcome.cause, outcome.action] : []),
    parts.length > 0 && `${t('order.field.parts')}: ${used}`,
  ]
    .filter(Boolean)
    .join('. ')
}
