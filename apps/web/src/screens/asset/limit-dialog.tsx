import { type AlarmSetting, MINUTE } from '@driftbild/core'
import { ruleWords } from '@driftbild/words'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type AlarmSettingsView, alarmSettingsQuery, useAlarmLimits } from '../../data/alarm-limits.ts'
import type { AlarmRuleView } from '../../data/alarm-tools.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { readNumber, readSigned } from '../../ui/read-number.ts'

interface LimitDialogProps {
  of: AlarmRuleView
  mayChange: boolean
  onClose: () => void
}

/** Limits and delays of one rule, what the register says, and who set them when and why. */
export function LimitDialog({ of, mayChange, onClose }: LimitDialogProps) {
  const words = useWords()
  const { code } = useHere()
  const settings = useQuery(alarmSettingsQuery(code, of.rule.id))
  return (
    <Dialog title={ruleWords(of, words, words.f)} open onClose={onClose}>
      <Loaded query={settings} skeleton={<SkeletonRows rows={4} height={44} />}>
        {(view) => (
          <>
            {mayChange && <LimitForm view={view} onClose={onClose} />}
            <LimitHistory view={view} />
          </>
        )}
      </Loaded>
    </Dialog>
  )
}

const FIELDS = ['limit', 'hysteresis', 'window', 'delayOn', 'delayOff'] as const
type FieldName = (typeof FIELDS)[number]
const inMinutes: ReadonlySet<FieldName> = new Set(['window', 'delayOn', 'delayOff'])

function LimitForm({ view, onClose }: { view: AlarmSettingsView; onClose: () => void }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const { rule, asset } = view.held
  const save = useAlarmLimits(code, asset, rule.id)
  const names = FIELDS.filter((name) => name !== 'window' || rule.window !== null)
  const [texts, setTexts] = useState(() =>
    Object.fromEntries(names.map((name) => [name, f.number(shownOf(name, rule[name]), 6)])),
  )
  const [reason, setReason] = useState('')
  const send = (setting: AlarmSetting | null) => save.mutate({ setting, reason }, { onSuccess: onClose })
  const read = readSetting(texts)
  const unit = useUnit(view)
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (read) send(read)
      }}
    >
      <p className="quiet">{t('limits.from-now')}</p>
      {names.map((name) => (
        <Field key={name} label={t(`limits.${name}`, { unit })} hint={t(`limits.${name}.what`)}>
          {(ids) => (
            <input
              {...ids}
              inputMode="decimal"
              required
              value={texts[name]}
              onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Field label={t('limits.reason')}>
        {(ids) => (
          <input
            {...ids}
            required
            maxLength={400}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <ProblemLine error={save.error} />
      <footer className="form-actions">
        {view.history[0]?.setting && (
          <Button isDisabled={reason.trim() === ''} onPress={() => send(null)}>
            {t('limits.back')}
          </Button>
        )}
        <Button onPress={onClose}>{t('action.cancel')}</Button>
        <Button look="strong" type="submit" isPending={save.isPending} isDisabled={!read || !reason.trim()}>
          {t('action.save')}
        </Button>
      </footer>
    </form>
  )
}

function LimitHistory({ view }: { view: AlarmSettingsView }) {
  const { t } = useWords()
  const told = useToldSetting(view)
  return (
    <>
      <p>{t('limits.registered', { limits: told(view.registered) })}</p>
      {view.history.length > 0 && (
        <ol className="conditions">
          {view.history.map((one) => (
            <li key={one.at}>
              <p>{one.setting ? told(one.setting) : t('limits.as-registered')}</p>
              <p className="lines">{one.reason}</p>
              <p className="quiet">
                {one.by} · <Moment at={one.at} />
              </p>
            </li>
          ))}
        </ol>
      )}
    </>
  )
}

/** A limit with its unit, a rate's per hour. */
function useUnit({ held }: AlarmSettingsView): string {
  const { find } = useWords()
  const unit = held.unit ? (find(`unit.${held.unit}`) ?? held.unit) : ''
  return held.rule.window === null ? unit : `${unit}/h`
}

function useToldSetting(view: AlarmSettingsView): (setting: AlarmSetting) => string {
  const { t, f } = useWords()
  const unit = useUnit(view)
  return ({ limit, hysteresis, window, delayOn, delayOff }) =>
    t(window === null ? 'limits.told' : 'limits.told-rate', {
      limit: `${f.number(limit, 4)} ${unit}`,
      hysteresis: `${f.number(hysteresis, 4)} ${unit}`,
      window: f.number((window ?? 0) / MINUTE, 1),
      on: f.number(delayOn / MINUTE, 1),
      off: f.number(delayOff / MINUTE, 1),
    })
}

const shownOf = (name: FieldName, value: number | null): number =>
  inMinutes.has(name) ? (value ?? 0) / MINUTE : (value ?? 0)

function readSetting(texts: Record<string, string>): AlarmSetting | null {
  const read = (name: FieldName): number => {
    const value = (name === 'limit' ? readSigned : readNumber)(texts[name] ?? '') ?? Number.NaN
    return inMinutes.has(name) ? Math.round(value * MINUTE) : value
  }
  const setting = {
    ...{ limit: read('limit'), hysteresis: read('hysteresis') },
    window: texts.window === undefined ? null : read('window'),
    ...{ delayOn: read('delayOn'), delayOff: read('delayOff') },
  }
  const { window, limit, ...least } = setting
  const isRead = Number.isFinite(limit) && Object.values(least).every((n) => n >= 0)
  return isRead && !Number.isNaN(window) ? setting : null
}
