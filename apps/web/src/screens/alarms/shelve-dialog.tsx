import { useState } from 'react'
import type { AlarmView } from '../../data/alarms.ts'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { AlarmSentence } from './alarm-sentence.tsx'

/** Hours. Nothing is put aside for ever: an alarm that is in the way for longer has the wrong rule. */
const spans = ['1', '4', '8', '24', '72', '168'] as const

interface ShelveDialogProps {
  alarm: AlarmView
  open: boolean
  onClose: () => void
  onShelve: (until: string, reason: string) => void
}

/** Silence with an end and a reason. */
export function ShelveDialog({ alarm, open, onClose, onShelve }: ShelveDialogProps) {
  const { t, f } = useWords()
  const [hours, setHours] = useState<(typeof spans)[number]>('8')
  const [reason, setReason] = useState('')
  const until = () => new Date(Date.now() + Number(hours) * 3_600_000).toISOString()
  return (
    <Dialog title={t('shelve.title')} open={open} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          onShelve(until(), reason.trim())
        }}
      >
        <p>
          <AlarmSentence alarm={alarm} />
        </p>
        <Select
          label={t('shelve.for')}
          value={hours}
          onChange={(value) => value !== '' && setHours(value)}
          options={spans.map((value) => ({ value, label: f.span(Number(value) * 3_600_000) }))}
        />
        <Field label={t('shelve.reason')} hint={t('shelve.reason.hint')}>
          {(ids) => (
            <textarea
              {...ids}
              rows={3}
              required
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button look="strong" type="submit" isDisabled={reason.trim() === ''}>
            {t('alarm.shelve')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
