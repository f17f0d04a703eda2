import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type ChannelView,
  channelsQuery,
  type NoticeRuleView,
  noticeRulesQuery,
  useSaveNoticeRule,
} from '../../data/notices.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { minutesOf, timeOf } from './minute-of-day.ts'

/** Of which priorities people are told; one rule each. */
export function NoticeRules() {
  const { t } = useWords()
  const { code, may } = useHere()
  const rules = useQuery(noticeRulesQuery(code))
  const channels = useQuery({ ...channelsQuery(code), enabled: may('manage-notices') })
  return (
    <section className="card" aria-labelledby="notice-rules">
      <h2 id="notice-rules">{t('notice-rules.title')}</h2>
      <p className="quiet">{t('notice-rules.what')}</p>
      <Loaded query={rules} skeleton={<SkeletonRows rows={3} height={60} />}>
        {(all) => (
          <div className="notice-rules">
            {all.map((rule) => (
              <Rule
                key={`${rule.priority}${rule.setAt}`}
                rule={rule}
                channels={channels.data ?? []}
                editable={may('manage-notices')}
              />
            ))}
          </div>
        )}
      </Loaded>
    </section>
  )
}

function Rule({
  rule,
  channels,
  editable,
}: {
  rule: NoticeRuleView
  channels: readonly ChannelView[]
  editable: boolean
}) {
  const { t } = useWords()
  const { code } = useHere()
  const save = useSaveNoticeRule(code)
  const [chosen, setChosen] = useState<readonly string[]>(rule.channels)
  const [escalate, setEscalate] = useState(rule.escalateMinutes === null ? '' : String(rule.escalateMinutes))
  const [from, setFrom] = useState(timeOf(rule.quietFrom))
  const [to, setTo] = useState(timeOf(rule.quietTo))
  const minutes = escalate.trim() === '' ? null : Number(escalate)
  const priority = t(`priority.${rule.priority}`)
  return (
    <form
      className="notice-rule"
      aria-label={priority}
      onSubmit={(event) => {
        event.preventDefault()
        const [quietFrom, quietTo] = [minutesOf(from), minutesOf(to)]
        save.mutate({
          ...{ priority: rule.priority, channels: [...chosen], escalateMinutes: minutes },
          ...(quietFrom === null || quietTo === null
            ? { quietFrom: null, quietTo: null }
            : { quietFrom, quietTo }),
        })
      }}
    >
      <h3>
        <StateMark state={rule.priority} size={18} /> {priority}
      </h3>
      {!editable && <p className="quiet">{t('notice-rules.channels', { count: rule.channels.length })}</p>}
      {editable && (
        <>
          <fieldset>
            <legend>{t('notice-rules.by')}</legend>
            {channels.length === 0 && <p className="quiet">{t('channels.none')}</p>}
            {channels.map(({ id, name }) => (
              <label key={id} className="plain-check">
                <input
                  type="checkbox"
                  checked={chosen.includes(id)}
                  onChange={(event) =>
                    setChosen(event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
                  }
                />
                {name}
              </label>
            ))}
          </fieldset>
          <Field label={t('notice-rules.escalate')}>
            {(ids) => (
              <input
                {...ids}
                type="number"
                min={1}
                max={1440}
                value={escalate}
                onChange={(event) => setEscalate(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('notice-rules.quiet-from')}>
            {(ids) => (
              <input {...ids} type="time" value={from} onChange={(event) => setFrom(event.target.value)} />
            )}
          </Field>
          <Field label={t('notice-rules.quiet-to')}>
            {(ids) => (
              <input {...ids} type="time" value={to} onChange={(event) => setTo(event.target.value)} />
            )}
          </Field>
          <ProblemLine error={save.error} />
          <Button type="submit" isPending={save.isPending} aria-label={t('notice-rules.save', { priority })}>
            {t('action.save')}
          </Button>
        </>
      )}
    </form>
  )
}
