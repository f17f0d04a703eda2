import type { OrderField } from '@driftbild/core'
import type { OrderChanges, WorkOrderView } from '../../data/work-orders.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { ConflictValues } from './conflict-values.tsx'
import type { Commands } from './order-moves.tsx'

/** What a crew says itself, conflicts too. */
const reported: readonly OrderField[] = ['note', 'parts', 'outcome']

/** Two people set one field: both values stand side by side until a person says which holds. */
export function OrderConflicts({ order, commands }: { order: WorkOrderView; commands: Commands }) {
  const { t } = useWords()
  const { may } = useHere()
  const nameOf = usePersonName()
  if (order.conflicts.length === 0) return null
  return (
    <section className="card conflicts" aria-labelledby="order-conflicts">
      <h2 id="order-conflicts">{t('order.conflicts', { count: order.conflicts.length })}</h2>
      <p className="quiet">{t('order.conflicts.what')}</p>
      <ul>
        {order.conflicts.map((conflict) => (
          <li key={conflict.command}>
            <h3>{t(`order.field.${conflict.field}`)}</h3>
            <ConflictValues conflict={conflict} />
            <p className="quiet">
              {t(`conflict.reason.${conflict.reason}`)} {nameOf(conflict.by)} · <Moment at={conflict.at} />
            </p>
            {conflict.reason === 'newer-value' &&
              may(reported.includes(conflict.field) ? 'do-order' : 'approve-order', order.service) && (
                <Button
                  onPress={() => commands.mutate({ [conflict.field]: conflict.refused } as OrderChanges)}
                  isPending={commands.isPending}
                >
                  {t('conflict.take-refused')}
                </Button>
              )}
          </li>
        ))}
      </ul>
    </section>
  )
}
