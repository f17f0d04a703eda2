import { useState } from 'react'
import { type ModelView, useSwitchModel } from '../../data/models.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'

/** Off or on here, with a reason; nothing for a model that isn't good enough to be on. */
export function ModelSwitch({ card }: { card: ModelView }) {
  const { t, f } = useWords()
  const { code, may } = useHere()
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const change = useSwitchModel(code, card.name)
  if (!card.active) return null
  const label = t(card.off ? 'model.switch-on' : 'model.switch-off')
  return (
    <>
      {card.off && (
        <p className="remark">{t('model.off', { reason: card.off.reason, day: f.day(card.off.at) })}</p>
      )}
      {may('manage-models') && (
        <p>
          <Button aria-label={`${label}: ${card.name}`} onPress={() => setAsking(true)}>
            {label}
          </Button>
        </p>
      )}
      {asking && (
        <Dialog title={label} open onClose={() => setAsking(false)}>
          <form
            className="form"
            onSubmit={(event) => {
              event.preventDefault()
              change.mutate(
                { on: card.off !== null, reason: reason.trim() },
                { onSuccess: () => setAsking(false) },
              )
            }}
          >
            <p>{t('model.switch-what')}</p>
            <Field label={t('shelve.reason')}>
              {(ids) => (
                <input {...ids} required value={reason} onChange={(event) => setReason(event.target.value)} />
              )}
            </Field>
            <ProblemLine error={change.error} />
            <footer className="form-actions">
              <Button onPress={() => setAsking(false)}>{t('action.cancel')}</Button>
              <Button
                look="strong"
                type="submit"
                isPending={change.isPending}
                isDisabled={reason.trim() === ''}
              >
                {label}
              </Button>
            </footer>
          </form>
        </Dialog>
      )}
    </>
  )
}
