import { instantsOf, type Micros } from '@driftbild/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { allItems } from '../../data/page.ts'
import { type OrderChanges, type WorkOrderView, workOrdersQuery } from '../../data/work-orders.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'

interface AssignDialogProps {
  order: WorkOrderView
  pending: boolean
  error: unknown
  onClose: () => void
  onAssign: (changes: Pick<OrderChanges, 'assignee' | 'plannedFor'>) => void
}

/** Which crew, and when. Crews that have had orders before are offered. */
export function AssignDialog({ order, pending, error, onClose, onAssign }: AssignDialogProps) {
  const { t } = useWords()
  const { code, zone } = useHere()
  const [assignee, setAssignee] = useState(order.assignee ?? '')
  const [planned, setPlanned] = useState('')
  const known = useInfiniteQuery(workOrdersQuery(code, false))
  const crews = [...new Set(allItems(known.data).flatMap((o) => o.assignee ?? []))].sort()
  return (
    <Dialog title={t('assign.title')} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          onAssign({
            assignee: assignee.trim(),
            ...(planned !== '' && { plannedFor: localInput(planned, zone) }),
          })
        }}
      >
        <Field label={t('order.field.assignee')} hint={t('assign.hint')}>
          {(ids) => (
            <>
              <input
                {...ids}
                list="crews"
                required
                value={assignee}
                onChange={(event) => setAssignee(event.target.value)}
              />
              <datalist id="crews">
                {crews.map((crew) => (
                  <option key={crew} value={crew} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field label={t('order.field.plannedFor')} hint={t('assign.planned.hint')}>
          {(ids) => (
            <input
              {...ids}
              type="datetime-local"
              value={planned}
              onChange={(event) => setPlanned(event.target.value)}
            />
          )}
        </Field>
        {error !== null && error !== undefined && (
          <p className="inline-problem" role="alert">
            <ProblemWords error={error} />
          </p>
        )}
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button look="strong" type="submit" isPending={pending} isDisabled={assignee.trim() === ''}>
            {t('order.move.assigned')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

/** What was typed is the municipality's wall clock, wherever the browser stands. */
function localInput(text: string, zone: string): Micros | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text)
  if (!match) return null
  const [year, month, day, hour, minute] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ]
  return instantsOf({ year, month, day, hour, minute, second: 0 }, zone)[0] ?? null
}
