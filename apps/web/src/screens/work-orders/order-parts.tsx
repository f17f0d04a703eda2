import { asParts, type OrderPart, partsOf } from '@driftbild/core'
import { useState } from 'react'
import type { WorkOrderView } from '../../data/work-orders.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import type { Commands } from './order-moves.tsx'
import { PartFields } from './part-fields.tsx'
import { asDraft, asWritten, isWrong } from './part-lines.ts'
import { PartList } from './part-list.tsx'

/** What the order used; whoever does orders writes it down at any time. */
export function OrderParts({ order, commands }: { order: WorkOrderView; commands: Commands }) {
  const { t, f } = useWords()
  const { may } = useHere()
  const [lines, setLines] = useState(() => order.parts.map((part) => asDraft(part, f.locale)))
  const told = may('do-order', order.service) ? asParts(order.outcome?.parts ?? '') : partsOf(order)
  return (
    <section className="card" aria-labelledby="order-parts">
      <h2 id="order-parts">{t('order.field.parts')}</h2>
      {told.length > 0 && <PartList parts={told} />}
      {may('do-order', order.service) && (
        <div className="paper-only">
          <PartList parts={order.parts} />
        </div>
      )}
      {!may('do-order', order.service) && told.length === 0 && <p className="calm">{t('order-part.none')}</p>}
      {may('do-order', order.service) && (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault()
            commands.mutate({ parts: asWritten(lines) })
          }}
        >
          <PartFields lines={lines} onChange={setLines} />
          <footer className="form-actions">
            <Button
              type="submit"
              isDisabled={isSame(asWritten(lines), order.parts) || lines.some(isWrong)}
              isPending={commands.isPending}
            >
              {t('action.save')}
            </Button>
          </footer>
        </form>
      )}
    </section>
  )
}

const isSame = (a: readonly OrderPart[], b: readonly OrderPart[]): boolean =>
  a.length === b.length &&
  a.every((part, i) => {
    const { quantity, text, article } = b[i]!
    return part.quantity === quantity && part.text === text && part.article === article
  })
