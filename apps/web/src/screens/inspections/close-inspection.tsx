import type { Outcome } from '@driftbild/core'
import { useState } from 'react'
import type { WorkOrderView } from '../../data/work-orders.ts'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { DefectChoice } from './defect-choice.tsx'
import { GradeChoice } from './grade-choice.tsx'

interface CloseInspectionProps {
  order: WorkOrderView
  /** It could be looked at. */
  seen: boolean
  pending: boolean
  error: unknown
  onClose: () => void
  onOutcome: (outcome: Outcome) => void
}

/** What an inspection came to: it closes the order and becomes the asset's condition. */
export function CloseInspectionDialog({
  order,
  seen,
  pending,
  error,
  onClose,
  onOutcome,
}: CloseInspectionProps) {
  const { t } = useWords()
  const [grade, setGrade] = useState<number | null>(order.outcome?.grade ?? null)
  const [defect, setDefect] = useState<boolean | null>(order.outcome?.found ?? null)
  const [remark, setRemark] = useState(order.outcome?.cause ?? '')
  const needsRemark = !seen || defect === true
  const whole = (!seen || (grade !== null && defect !== null)) && (!needsRemark || remark.trim() !== '')
  return (
    <Dialog title={t(seen ? 'inspection.close' : 'inspection.not-seen')} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          onOutcome({
            ...{ found: seen && defect === true, cause: remark.trim() || t('inspection.no-remark') },
            ...{ action: '', asset: order.subject.tag },
            ...(seen && grade !== null && { grade }),
          })
        }}
      >
        {seen && <GradeChoice chosen={grade} onChoose={setGrade} />}
        {seen && <DefectChoice chosen={defect} onChoose={setDefect} />}
        <Field label={t(seen ? 'inspection.remark' : 'inspection.why-not')}>
          {(ids) => (
            <textarea
              {...ids}
              rows={3}
              required={needsRemark}
              value={remark}
              onChange={(event) => setRemark(event.target.value)}
            />
          )}
        </Field>
        <ProblemLine error={error} />
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button look="strong" type="submit" isPending={pending} isDisabled={!whole}>
            {t(seen ? 'order.move.done' : 'inspection.not-seen')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
