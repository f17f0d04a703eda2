import { writeTable } from '@driftbild/formats/pdf'
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
    file.orders.map(({ number, title, state, createdAt, outcome }) => [
      String(number),
      title,
      t(`order.state.${state}`),
      f.day(createdAt),
      outcome ? [outcome.cause, outcome.action].filter(Boolean).join('. ') : '',
    ]),
  )
  paper.text(t('dossier.source.register', { at: moment(madeAt) }), { quiet: true, small: true })
}
