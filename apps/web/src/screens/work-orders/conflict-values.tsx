import type { WorkOrderView } from '../../data/work-orders.ts'
import { useWords } from '../../i18n/words.tsx'
import { OrderValue } from './order-value.tsx'

/** Both values of a field that two people set, side by side. */
export function ConflictValues({ conflict }: { conflict: WorkOrderView['conflicts'][number] }) {
  const { t } = useWords()
  const { field, kept, refused } = conflict
  const values = [
    ['conflict.kept', kept],
    ['conflict.refused', refused],
  ] as const
  return (
    <div className="conflict-values">
      {values.map(([name, value]) => (
        <div key={name}>
          <span className="quiet">{t(name)}</span>
          <strong>
            <OrderValue field={field} value={value} />
          </strong>
        </div>
      ))}
    </div>
  )
}
