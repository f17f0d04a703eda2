import { nextStates, type OrderState } from '@driftbild/core'
import type { FieldDay } from '../../data/field.ts'
import type { OrderChanges, WorkOrderView } from '../../data/work-orders.ts'
import { useWords } from '../../i18n/words.tsx'
import type { Field } from '../../offline/field.ts'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { ConflictValues } from '../work-orders/conflict-values.tsx'

type Conflict = WorkOrderView['conflicts'][number]

/** Of the day's orders, where nobody on this phone has said which value holds. */
export const unsettled = (
  day: FieldDay | null,
  settled: readonly string[],
): { order: WorkOrderView; conflict: Conflict }[] =>
  (day?.visits ?? []).flatMap(({ order }) =>
    order.conflicts
      .filter(({ command }) => !settled.includes(command))
      .map((conflict) => ({ order, conflict })),
  )

/** Both values side by side; settling one leaves both in the order's history. */
export function VisitConflict({
  order,
  conflict,
  field,
}: {
  order: WorkOrderView
  conflict: Conflict
  field: Field
}) {
  const { t } = useWords()
  const nameOf = usePersonName()
  const { refused, command } = conflict
  const canTake =
    (conflict.field === 'note' || conflict.field === 'outcome' || conflict.field === 'state') &&
    (conflict.field !== 'state' || nextStates[order.state].includes(refused as OrderState))
  const take = async () => {
    await field.change(order, { [conflict.field]: refused } as OrderChanges)
    await field.settle(command)
  }
  return (
    <li>
      <h3>
        {order.title}: {t(`order.field.${conflict.field}`)}
      </h3>
      <ConflictValues conflict={conflict} />
      <p className="quiet">
        {t(`conflict.reason.${conflict.reason}`)} {nameOf(conflict.by)} · <Moment at={conflict.at} ours />
      </p>
      <div className="card-actions">
        <Button onPress={() => void field.settle(command)}>{t('sync.keep')}</Button>
        {canTake && <Button onPress={() => void take()}>{t('conflict.take-refused')}</Button>}
      </div>
    </li>
  )
}
