import { type ValveCondition, valveConditions } from '@driftbild/core'
import { useState } from 'react'
import { useValveCondition } from '../../data/leaks.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'

export function ValveDialog({ tag, onClose }: { tag: string; onClose: () => void }) {
  const { t } = useWords()
  const { code } = useHere()
  const say = useValveCondition(code, tag)
  const [condition, setCondition] = useState<ValveCondition>('stuck')
  const [note, setNote] = useState('')
  return (
    <Dialog title={t('valve.title', { valve: tag })} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          say.mutate({ condition, note: note.trim() }, { onSuccess: onClose })
        }}
      >
        <p className="quiet">{t('valve.what')}</p>
        <Select
          label={t('valve.condition')}
          value={condition}
          onChange={(value) => value !== '' && setCondition(value)}
          options={valveConditions.map((value) => ({ value, label: t(`valve-condition.${value}`) }))}
        />
        <Field label={t('valve.note')}>
          {(ids) => (
            <textarea {...ids} rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
          )}
        </Field>
        <ProblemLine error={say.error} />
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button look="strong" type="submit" isPending={say.isPending}>
            {t('action.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
