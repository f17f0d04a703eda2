import { ruleOfAsset } from '@driftbild/words'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type SuppressionView,
  suppressionsQuery,
  useEndSuppression,
  useSuppress,
} from '../../data/alarm-tools.ts'
import type { AlarmView } from '../../data/alarms.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'

/** Hours. What is out of service longer is looked at again. */
const spans = ['2', '8', '24', '72', '168', '720'] as const

/** Takes all alarms of an asset away while somebody works on it. */
export function OutOfServiceDialog({ alarm, onClose }: { alarm: AlarmView; onClose: () => void }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const suppress = useSuppress(code)
  const [hours, setHours] = useState<(typeof spans)[number]>('8')
  const [reason, setReason] = useState('')
  return (
    <Dialog title={t('out-of-service.title')} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          const until = new Date(Date.now() + Number(hours) * 3_600_000).toISOString()
          suppress.mutate(
            { kind: 'out-of-service', asset: alarm.asset, until, reason: reason.trim() },
            { onSuccess: onClose },
          )
        }}
      >
        <p>{t('out-of-service.what', { asset: alarm.assetName })}</p>
        <Select
          label={t('shelve.for')}
          value={hours}
          onChange={(value) => value !== '' && setHours(value)}
          options={spans.map((value) => ({ value, label: f.span(Number(value) * 3_600_000) }))}
        />
        <Field label={t('shelve.reason')}>
          {(ids) => (
            <textarea
              {...ids}
              rows={2}
              required
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <ProblemLine error={suppress.error} />
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button
            look="strong"
            type="submit"
            isPending={suppress.isPending}
            isDisabled={reason.trim() === ''}
          >
            {t('out-of-service.take')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

/** What calls nobody now, and why; nothing at all where everything calls. */
export function Suppressions() {
  const { t } = useWords()
  const { code } = useHere()
  const held = useQuery(suppressionsQuery(code))
  if (!held.data || held.data.length === 0) return null
  return (
    <section aria-labelledby="suppressions">
      <h2 id="suppressions">{t('suppressions.title')}</h2>
      <ul className="rows">
        {held.data.map((one) => (
          <SuppressionRow key={one.id} one={one} />
        ))}
      </ul>
    </section>
  )
}

function SuppressionRow({ one }: { one: SuppressionView }) {
  const { t, f, find } = useWords()
  const { code, may } = useHere()
  const end = useEndSuppression(code)
  return (
    <li className="row">
      <div className="row-main">
        <p className="row-title">
          {one.kind === 'out-of-service'
            ? t('suppressions.out-of-service', { asset: one.assetName, until: f.moment(one.until) })
            : t('suppressions.by-design', {
                rule: ruleOfAsset(one.rule, { t, find }, f),
                while: ruleOfAsset(one.whileRule, { t, find }, f),
              })}
        </p>
        <p className="row-facts">
          <span>{one.reason}</span>
          <span>{t('alarm.since', { at: f.moment(one.from) })}</span>
        </p>
      </div>
      {may('acknowledge-alarm') && (
        <div className="row-actions">
          <Button isPending={end.isPending} onPress={() => end.mutate(one.id)}>
            {t('suppressions.end')}
          </Button>
        </div>
      )}
    </li>
  )
}
