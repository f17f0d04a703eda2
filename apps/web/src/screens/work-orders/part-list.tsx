import { type OrderPart, partsOf } from '@driftbild/core'
import { partText } from '@driftbild/words'
import type { WorkOrderView } from '../../data/work-orders.ts'
import { useWords } from '../../i18n/words.tsx'

/** Of an order that nobody works on any longer; nothing where none was used. */
export function PartsCard({ order }: { order: WorkOrderView }) {
  const { t } = useWords()
  const parts = partsOf(order)
  if (parts.length === 0) return null
  return (
    <section className="card" aria-labelledby="used-parts">
      <h2 id="used-parts">{t('order.field.parts')}</h2>
      <PartList parts={parts} />
    </section>
  )
}

export function PartList({ parts }: { parts: readonly OrderPart[] }) {
  const { f } = useWords()
  return (
    <ul className="shut-list">
      {parts.map((part, i) => (
        <li key={i}>{partText(part, f)}</li>
      ))}
    </ul>
  )
}
