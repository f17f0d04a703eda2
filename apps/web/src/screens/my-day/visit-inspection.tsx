import { type AssetClass, inspectionChecklist } from '@driftbild/core'
import type { WorkOrderView } from '../../data/work-orders.ts'
import { useWords } from '../../i18n/words.tsx'
import type { Field as FieldStore } from '../../offline/field.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { DefectChoice } from '../inspections/defect-choice.tsx'
import { GradeChoice } from '../inspections/grade-choice.tsx'
import { CheckRows } from './check-rows.tsx'
import { MinutesField } from './minutes-field.tsx'
import { NotKept } from './not-kept.tsx'
import { useDoing } from './use-doing.ts'
import { useDraft } from './use-draft.ts'

const empty = {
  grade: null as number | null,
  defect: null as boolean | null,
  remark: '',
  minutes: '',
  checks: [] as string[],
}

interface VisitInspectionProps {
  order: WorkOrderView
  asset: { tag: string; class: AssetClass } | null
  field: FieldStore
}

/** An inspection at the place: its check list, how good the asset is, and what was seen. Kept with every press. */
export function VisitInspection({ order, asset, field }: VisitInspectionProps) {
  const { t } = useWords()
  const { draft, change, forget } = useDraft(field.owner, `inspect/${order.id}`, empty)
  const { run, busy, failed } = useDoing()
  if (!draft) return null
  const { grade, defect, remark, minutes, checks } = draft
  const said = remark.trim()
  const canEnd = grade !== null && defect !== null && (!defect || said !== '')
  const end = async (seen: boolean) => {
    const outcome = {
      ...{ found: seen && defect === true, cause: said || t('inspection.no-remark'), action: '' },
      asset: order.subject.tag,
      ...(minutes !== '' && { minutes: Number(minutes) }),
      ...(checks.length > 0 && { checks }),
      ...(seen && grade !== null && { grade }),
    }
    if (await run(() => field.change(order, { outcome, state: seen ? 'done' : 'not-found' }))) await forget()
  }
  return (
    <form
      className="card field-form"
      aria-labelledby="inspect"
      onSubmit={(event) => {
        event.preventDefault()
        if (canEnd) void end(true)
      }}
    >
      <h2 id="inspect">{t('inspection.close')}</h2>
      {order.note !== '' && <p className="remark lines">{order.note}</p>}
      {asset && (
        <CheckRows
          list={inspectionChecklist(asset.class)}
          done={checks}
          onChange={(done) => change({ checks: done })}
        />
      )}
      <GradeChoice chosen={grade} onChoose={(next) => change({ grade: next })} />
      <DefectChoice chosen={defect} onChoose={(next) => change({ defect: next })} />
      <Field label={t('inspection.remark')} hint={t('inspection.remark.hint')}>
        {(ids) => (
          <textarea
            {...ids}
            rows={3}
            required={defect === true}
            value={remark}
            onChange={(event) => change({ remark: event.target.value })}
          />
        )}
      </Field>
      <MinutesField value={minutes} onChange={(next) => change({ minutes: next })} />
      <NotKept trouble={failed ? 'field.not-kept' : null} />
      <Button look="strong" type="submit" isDisabled={!canEnd || busy}>
        {t('order.move.done')}
      </Button>
      <Button isDisabled={said === '' || busy} onPress={() => end(false)}>
        {t('inspection.not-seen')}
      </Button>
    </form>
  )
}
