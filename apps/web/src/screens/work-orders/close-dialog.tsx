import type { Outcome } from '@driftbild/core'
import { useState } from 'react'
import type { WorkOrderView } from '../../data/work-orders.ts'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'

interface CloseDialogProps {
  order: WorkOrderView
  found: boolean
  pending: boolean
  error: unknown
  onClose: () => void
  onOutcome: (outcome: Outcome) => void
}

/** What the crew found and did: it closes the order and goes back to the model. */
export function CloseDialog({ order, found, pending, error, onClose, onOutcome }: CloseDialogProps) {
  const { t } = useWords()
  const [cause, setCause] = useState(order.outcome?.cause ?? '')
  const [action, setAction] = useState(order.outcome?.action ?? '')
  const [asset, setAsset] = useState(
    order.outcome?.asset ?? (order.subject.type === 'asset' ? order.subject.tag : ''),
  )
  return (
    <Dialog title={t(found ? 'close.title' : 'close.title.not-found')} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          onOutcome({ found, cause: cause.trim(), action: action.trim(), asset: asset.trim() || null })
        }}
      >
        <p className="quiet">{t('close.what')}</p>
        <Field label={t(found ? 'close.cause' : 'close.cause.not-found')}>
          {(ids) => (
            <textarea
              {...ids}
              rows={2}
              required
              value={cause}
              onChange={(event) => setCause(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('close.action')}>
          {(ids) => (
            <textarea {...ids} rows={2} value={action} onChange={(event) => setAction(event.target.value)} />
          )}
        </Field>
        {found && (
          <Field label={t('close.asset')} hint={t('close.asset.hint')}>
            {(ids) => <input {...ids} value={asset} onChange={(event) => setAsset(event.target.value)} />}
          </Field>
        )}
        {error !== null && error !== undefined && (
          <p className="inline-problem" role="alert">
            <ProblemWords error={error} />
          </p>
        )}
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button look="strong" type="submit" isPending={pending} isDisabled={cause.trim() === ''}>
            {t(found ? 'order.move.done' : 'order.move.not-found')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
