import type { Outcome } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { orderSearchQuery } from '../../data/leaks.ts'
import type { WorkOrderView } from '../../data/work-orders.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'
import { isAboutLeak } from '../leaks/is-about-leak.ts'
import { type LeakDraft, leakOf, noLeak } from '../leaks/leak-draft.ts'
import { LeakFields } from '../leaks/leak-fields.tsx'

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
  const isLeak = found && isAboutLeak(order.mode)
  const search = useQuery({ ...orderSearchQuery(useHere().code, order.id), enabled: isLeak })
  const [leak, setLeak] = useState<LeakDraft>({ ...noLeak, pipe: order.outcome?.asset ?? '' })
  return (
    <Dialog title={t(found ? 'close.title' : 'close.title.not-found')} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          onOutcome({
            ...{ found, cause: cause.trim(), action: action.trim() },
            asset: (isLeak ? leak.pipe : asset).trim() || null,
            ...(isLeak && { leak: leakOf(leak) }),
          })
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
        {isLeak && (
          <LeakFields
            key={search.status}
            draft={leak}
            pipes={search.data?.stops ?? []}
            onChange={(part) => setLeak({ ...leak, ...part })}
          />
        )}
        {found && !isLeak && (
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
