import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ExportOrder } from '../../data/exports.ts'
import { type PlannedInspections, usePlanInspections } from '../../data/inspections.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { CrewField } from '../work-orders/crew-field.tsx'
import { OrderLink } from '../work-orders/order-link.tsx'
import { orderPriorities } from '../work-orders/priorities.ts'
import { fromWallClock } from '../work-orders/wall-clock.ts'

interface PlanInspectionsProps {
  selection: ExportOrder['selection']
  /** How many assets that is, where it is known. */
  count: number | null
  onClose: () => void
}

/** Somebody is to look at these assets: who, when, and at what beside the check list. */
export function PlanInspectionsDialog({ selection, count, onClose }: PlanInspectionsProps) {
  const { t } = useWords()
  const { code, zone, may } = useHere()
  const plan = usePlanInspections(code)
  const [assignee, setAssignee] = useState('')
  const [planned, setPlanned] = useState('')
  const [priority, setPriority] = useState<(typeof orderPriorities)[number]>('normal')
  const [note, setNote] = useState('')
  const title = count === null ? t('inspection.plan') : t('inspection.plan.of', { count })
  if (plan.data) {
    return (
      <Dialog title={title} open onClose={onClose}>
        <Planned outcome={plan.data} />
        <footer className="form-actions">
          <Button look="strong" onPress={onClose}>
            {t('action.close')}
          </Button>
        </footer>
      </Dialog>
    )
  }
  return (
    <Dialog title={title} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          plan.mutate({
            ...{ selection, note: note.trim(), priority, assignee: assignee.trim() || null },
            plannedFor: planned === '' ? null : fromWallClock(planned, zone),
          })
        }}
      >
        <p className="quiet">{t('inspection.plan.what')}</p>
        {may('approve-order') && (
          <CrewField value={assignee} hint={t('inspection.crew.hint')} onChange={setAssignee} />
        )}
        <Field label={t('order.field.plannedFor')}>
          {(ids) => (
            <input
              {...ids}
              type="datetime-local"
              value={planned}
              onChange={(event) => setPlanned(event.target.value)}
            />
          )}
        </Field>
        <Select
          label={t('order.field.priority')}
          value={priority}
          onChange={(value) => value !== '' && setPriority(value)}
          options={orderPriorities.map((value) => ({ value, label: t(`order.priority.${value}`) }))}
        />
        <Field label={t('inspection.note')}>
          {(ids) => (
            <textarea {...ids} rows={3} value={note} onChange={(event) => setNote(event.target.value)} />
          )}
        </Field>
        <ProblemLine error={plan.error} />
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button look="strong" type="submit" isPending={plan.isPending}>
            {t('inspection.plan.do')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

const SHOWN = 10

function Planned({ outcome: { planned, standing } }: { outcome: PlannedInspections }) {
  const { t } = useWords()
  const { code } = useHere()
  const orders = [...planned, ...standing]
  return (
    <>
      <p role="status">
        {t('inspection.planned', { count: planned.length })}{' '}
        {standing.length > 0 && t('inspection.standing', { count: standing.length })}
      </p>
      <ul className="plain-list">
        {orders.slice(0, SHOWN).map((order) => (
          <li key={order.id}>
            <OrderLink order={order} />
          </li>
        ))}
      </ul>
      {orders.length > SHOWN && (
        <Link to="/$municipality/orders" params={{ municipality: code }} search={{ show: undefined }}>
          {t('inspection.more', { count: orders.length - SHOWN })}
        </Link>
      )}
    </>
  )
}
