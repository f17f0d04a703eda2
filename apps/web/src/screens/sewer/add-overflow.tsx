import { useState } from 'react'
import { useReportOverflow } from '../../data/sewer.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { DecisionFields, type Draft, decisionOf, localText } from './decision-fields.tsx'

/** An overflow that no sensor saw. */
export function AddOverflow({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const { code } = useHere()
  const report = useReportOverflow(code)
  const [id] = useState(() => crypto.randomUUID())
  const [station, setStation] = useState('')
  const [draft, setDraft] = useState<Draft>({
    ...{ isOverflow: true, began: localText(Date.now() * 1000), ended: '', volume: '' },
    ...{ cause: 'unknown', note: '' },
  })
  const decision = decisionOf(draft, null)
  return (
    <Dialog title={t('overflow.add')} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (decision)
            report.mutate(
              { id, station: station.trim(), decision },
              { onSuccess: ({ saved }) => saved && onClose() },
            )
        }}
      >
        <Field label={t('overflow.add.station')}>
          {(ids) => (
            <input {...ids} required value={station} onChange={(event) => setStation(event.target.value)} />
          )}
        </Field>
        <DecisionFields draft={draft} onChange={setDraft} mayBeNone={false} />
        {report.data?.saved === false && <p role="alert">{t('overflow.known')}</p>}
        <ProblemLine error={report.error} />
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button
            look="strong"
            type="submit"
            isPending={report.isPending}
            isDisabled={decision === null || station.trim() === ''}
          >
            {t('action.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
