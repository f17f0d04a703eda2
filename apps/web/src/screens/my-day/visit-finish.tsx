import { asParts, checklistFor, type FaultMode } from '@driftbild/core'
import { lazy, Suspense } from 'react'
import type { LeakSearch } from '../../data/leaks.ts'
import type { WorkOrderView } from '../../data/work-orders.ts'
import { useWords } from '../../i18n/words.tsx'
import type { Field as FieldStore } from '../../offline/field.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { isAboutLeak } from '../leaks/is-about-leak.ts'
import { leakOf, noLeak } from '../leaks/leak-draft.ts'
import { PartFields } from '../work-orders/part-fields.tsx'
import { asDraft, asWritten, isWrong, type PartDraft } from '../work-orders/part-lines.ts'
import { CheckRows } from './check-rows.tsx'
import { MinutesField } from './minutes-field.tsx'
import { NotKept } from './not-kept.tsx'
import { useDoing } from './use-doing.ts'
import { useDraft } from './use-draft.ts'

// Few orders are about a leak.
const LeakFields = lazy(() => import('../leaks/leak-fields.tsx').then((m) => ({ default: m.LeakFields })))

const empty = {
  found: null as boolean | null,
  cause: '',
  action: '',
  minutes: '',
  /** As text: from before there were lines. */
  parts: '',
  /** Null until a line is changed: what the order has. */
  lines: null as PartDraft[] | null,
  checks: [] as string[],
  leak: noLeak,
}

/** The check list and what was found: kept with every press, sent when the order is ended. */
export function VisitFinish({
  order,
  mode,
  asset,
  search,
  field,
}: {
  order: WorkOrderView
  mode: FaultMode
  asset: string | null
  /** Of an order about a leak: where it was to be listened. */
  search: LeakSearch | null
  field: FieldStore
}) {
  const { t, f } = useWords()
  const { draft, change, forget } = useDraft(field.owner, `finish/${order.id}`, empty)
  const { run, busy, failed } = useDoing()
  if (!draft) return null
  const { found, cause, action, minutes, checks, leak } = draft
  const lines =
    draft.lines ?? [...order.parts, ...asParts(draft.parts)].map((part) => asDraft(part, f.locale))
  const isLeak = found === true && isAboutLeak(mode)
  const finish = async () => {
    const outcome = {
      ...{ found: found === true, cause: cause.trim(), action: action.trim() },
      asset: isLeak ? leak.pipe.trim() || null : asset,
      ...(isLeak && { leak: leakOf(leak) }),
      ...(minutes !== '' && { minutes: Number(minutes) }),
      ...(checks.length > 0 && { checks }),
    }
    const state = found ? 'done' : 'not-found'
    const used = (draft.lines !== null || draft.parts !== '') && { parts: asWritten(lines) }
    if (await run(() => field.change(order, { ...used, outcome, state }))) await forget()
  }
  return (
    <form
      className="card field-form"
      aria-labelledby="finish"
      onSubmit={(event) => {
        event.preventDefault()
        void finish()
      }}
    >
      <h2 id="finish">{t('visit.work')}</h2>
      <CheckRows list={checklistFor(mode)} done={checks} onChange={(done) => change({ checks: done })} />
      <fieldset className="found">
        <legend>{t('visit.found')}</legend>
        {([true, false] as const).map((value) => (
          <label key={String(value)} className="found-choice">
            <input
              type="radio"
              name="found"
              checked={found === value}
              onChange={() => change({ found: value })}
            />
            <span>{t(value ? 'visit.found.yes' : 'visit.found.no')}</span>
          </label>
        ))}
      </fieldset>
      {found !== null && (
        <>
          {isLeak && (
            <Suspense fallback={null}>
              <LeakFields
                draft={leak}
                pipes={search?.stops ?? []}
                onChange={(part) => change({ leak: { ...leak, ...part } })}
              />
            </Suspense>
          )}
          <Field label={t(found ? 'close.cause' : 'close.cause.not-found')}>
            {(ids) => (
              <textarea
                {...ids}
                rows={2}
                required
                value={cause}
                onChange={(event) => change({ cause: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('close.action')}>
            {(ids) => (
              <textarea
                {...ids}
                rows={2}
                value={action}
                onChange={(event) => change({ action: event.target.value })}
              />
            )}
          </Field>
          <PartFields lines={lines} onChange={(next) => change({ lines: next })} />
          <MinutesField value={minutes} onChange={(next) => change({ minutes: next })} />
          <NotKept trouble={failed ? 'field.not-kept' : null} />
          <Button look="strong" type="submit" isDisabled={cause.trim() === '' || lines.some(isWrong) || busy}>
            {t(found ? 'order.move.done' : 'visit.end.not-found')}
          </Button>
        </>
      )}
    </form>
  )
}
