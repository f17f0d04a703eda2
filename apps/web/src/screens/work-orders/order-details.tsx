import { useState } from 'react'
import type { OrderChanges, WorkOrderView } from '../../data/work-orders.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Moment } from '../../ui/moment.tsx'
import type { Commands } from './order-moves.tsx'
import { orderPriorities } from './priorities.ts'

/** What may be changed at any time: title, note and how urgent it is. One command per changed field. */
export function OrderDetails({ order, commands }: { order: WorkOrderView; commands: Commands }) {
  const { t } = useWords()
  const { may } = useHere()
  const [title, setTitle] = useState(order.title)
  const [note, setNote] = useState(order.note)
  const [priority, setPriority] = useState(order.priority)
  const changes: OrderChanges = {
    ...(title.trim() !== order.title && title.trim() !== '' && { title: title.trim() }),
    ...(note !== order.note && { note }),
    ...(priority !== order.priority && { priority }),
  }
  const decides = may('approve-order', order.service)
  const reports = may('do-order', order.service)
  return (
    <section className="card" aria-labelledby="order-details">
      <h2 id="order-details">{t('order.details')}</h2>
      <dl className="facts">
        <div>
          <dt>{t('order.field.assignee')}</dt>
          <dd>{order.assignee ?? t('order.nobody')}</dd>
        </div>
        <div>
          <dt>{t('order.field.plannedFor')}</dt>
          <dd>{order.plannedFor === null ? '–' : <Moment at={order.plannedFor} />}</dd>
        </div>
      </dl>
      {order.note !== '' && <p className="paper-only lines">{order.note}</p>}
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          commands.mutate(changes)
        }}
      >
        <Field label={t('order.field.title')}>
          {(ids) => (
            <input
              {...ids}
              value={title}
              maxLength={200}
              disabled={!decides}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <Select
          label={t('order.field.priority')}
          value={priority}
          onChange={(value) => value !== '' && setPriority(value)}
          disabled={!decides}
          options={orderPriorities.map((value) => ({ value, label: t(`order.priority.${value}`) }))}
        />
        <Field label={t('order.field.note')}>
          {(ids) => (
            <textarea
              {...ids}
              rows={3}
              value={note}
              disabled={!reports}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {reports && (
          <footer className="form-actions">
            <Button
              type="submit"
              look="plain"
              isDisabled={Object.keys(changes).length === 0}
              isPending={commands.isPending}
            >
              {t('action.save')}
            </Button>
          </footer>
        )}
      </form>
    </section>
  )
}
