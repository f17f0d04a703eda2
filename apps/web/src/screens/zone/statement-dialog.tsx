import { type SavingInput, type StatedInput, savingInputs, statedInputs } from '@driftbild/core'
import { useState } from 'react'
import { useStatement } from '../../data/figures.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { readNumber } from '../../ui/read-number.ts'

interface StatementDialogProps {
  tag: string
  input: StatedInput | SavingInput
  onClose: () => void
}

/** A figure that no meter gives, with where it is from. */
export function StatementDialog({ tag, input, onClose }: StatementDialogProps) {
  const { t, find } = useWords()
  const { code } = useHere()
  const state = useStatement(code, tag)
  const [text, setText] = useState('')
  const [source, setSource] = useState('')
  const value = readNumber(text)
  const { unit } = { ...statedInputs, ...savingInputs }[input]
  const symbol = find(`unit.${unit}`) ?? unit
  return (
    <Dialog title={t(`lack.${input}`)} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (value === null) return
          state.mutate({ input, value, source: source.trim() }, { onSuccess: onClose })
        }}
      >
        <Field label={symbol ? t('balance.value-in', { unit: symbol }) : t('balance.value')}>
          {(ids) => (
            <input
              {...ids}
              inputMode="decimal"
              required
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('balance.source-label')} hint={t('balance.source-hint')}>
          {(ids) => (
            <input {...ids} required value={source} onChange={(event) => setSource(event.target.value)} />
          )}
        </Field>
        <ProblemLine error={state.error} />
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button
            look="strong"
            type="submit"
            isPending={state.isPending}
            isDisabled={value === null || source.trim() === ''}
          >
            {t('action.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
