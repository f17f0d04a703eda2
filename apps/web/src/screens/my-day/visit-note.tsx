import { useState } from 'react'
import type { WorkOrderView } from '../../data/work-orders.ts'
import { useWords } from '../../i18n/words.tsx'
import type { Field as FieldStore } from '../../offline/field.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { NotKept } from './not-kept.tsx'
import { useDoing } from './use-doing.ts'
import { useDraft } from './use-draft.ts'

/** What the next one at this order should know. */
export function VisitNote({ order, field }: { order: WorkOrderView; field: FieldStore }) {
  const { t } = useWords()
  const [before] = useState(order.note)
  const { draft, change, forget } = useDraft<{ note: string | null }>(field.owner, `note/${order.id}`, {
    note: null,
  })
  const { run, busy, failed } = useDoing()
  if (!draft) return null
  const note = draft.note ?? order.note
  return (
    <form
      className="card field-form"
      onSubmit={async (event) => {
        event.preventDefault()
        if (await run(() => field.change(order, { note }))) await forget()
      }}
    >
      <Field label={t('order.field.note')}>
        {(ids) => (
          <textarea
            {...ids}
            rows={3}
            value={note}
            onChange={(event) => change({ note: event.target.value })}
          />
        )}
      </Field>
      {draft.note !== null && before !== order.note && (
        <p className="hint">{t('visit.note.changed', { note: order.note })}</p>
      )}
      <NotKept trouble={failed ? 'field.not-kept' : null} />
      <Button type="submit" isDisabled={note === order.note || busy}>
        {t('visit.note.save')}
      </Button>
    </form>
  )
}
