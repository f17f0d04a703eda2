import { useState } from 'react'
import type { OrderChanges, WorkOrderView } from '../../data/work-orders.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'
import { CrewField } from './crew-field.tsx'
import { fromWallClock } from './wall-clock.ts'

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
  const { zone } = useHere()
  const [assignee, setAssignee] = useState(order.assignee ?? '')
  const [planned, setPlanned] = useState('')
  return (
    <Dialog title={t('assign.title')} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          onAssign({
            assignee: assignee.trim(),
            ...(planned !== '' && { plannedFor: fromWallClock(planned, zone) }),
          })
        }}
      >
        <CrewField value={assignee} hint={t('assign.hint')} required onChange={setAssignee} />
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
