import { priorities } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type AlarmLoadView, alarmLoadQuery } from '../../data/alarm-tools.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { ShowChoice } from '../../ui/show-choice.tsx'
import { AlarmPlaces } from './alarm-places.tsx'

const choices = ['1', '7', '30', '90'] as const

/** What is asked of whoever watches the alarms, beside what good practice allows. */
export function AlarmLoadScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const [days, setDays] = useState<(typeof choices)[number]>('30')
  const load = useQuery(alarmLoadQuery(code, Number(days)))
  return (
    <div className="screen">
      <ScreenHead title={t('alarms.load')} lead={t('load.lead')}>
        <ShowChoice
          label={t('span.label')}
          value={days}
          onChange={setDays}
          options={choices.map((value) => ({ value, label: t('zone.days', { days: Number(value) }) }))}
        />
      </ScreenHead>
      <AlarmPlaces />
      <Loaded query={load} skeleton={<SkeletonRows rows={8} height={44} />}>
        {(loaded) => <Load load={loaded} />}
      </Loaded>
    </div>
  )
}

function Load({ load }: { load: AlarmLoadView }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const { targets } = load
  const share = (value: number) => `${f.number(value * 100, 1)}\u00a0%`
  const plain = (value: number) => f.number(value, 1)
  const rows = [
    { id: 'perOperatorHour', value: load.perOperatorHour, of: targets.perOperatorHour, show: plain },
    { id: 'mostInTenMinutes', value: load.mostInTenMinutes, of: targets.mostInTenMinutes, show: plain },
    { id: 'floodShare', value: load.floodShare, of: targets.floodShare, show: share },
    { id: 'busyHoursShare', value: load.busyHoursShare, of: targets.busyHoursShare, show: share },
    { id: 'worstShare', value: load.worstShare, of: targets.worstShare, show: share },
    { id: 'standing', value: load.standing, of: targets.standing, show: plain },
    { id: 'chattering', value: load.chattering.length, of: targets.chattering, show: plain },
  ] as const
  return (
    <>
      <section className="card" aria-labelledby="load-figures">
        <h2 id="load-figures">{t('load.figures', { count: load.alarms, operators: load.operators })}</h2>
        <div className="wide-table">
          <table className="numbers">
            <caption>{t('load.source')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('load.what')}</th>
                <th scope="col">{t('load.here')}</th>
                <th scope="col">{t('load.target')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ id, value, of, show }) => (
                <tr key={id}>
                  <th scope="row">{t(`load-figure.${id}`)}</th>
                  <td className="number">
                    <span className="with-icon">
                      {value > of.most && <StateMark state="information" labelled={false} />}
                      {show(value)}
                      {value > of.most && <span>{t('load.over')}</span>}
                    </span>
                  </td>
                  <td className="number">
                    {of.good === of.most
                      ? t('load.at-most', { value: show(of.most) })
                      : t('load.between', { good: show(of.good), most: show(of.most) })}
                  </td>
                </tr>
              ))}
              {priorities.map((priority) => (
                <tr key={priority}>
                  <th scope="row">{t('load.priority', { priority: t(`priority.${priority}`) })}</th>
                  <td className="number">{share(load.priorities[priority] ?? 0)}</td>
                  <td className="number">
                    {t('load.about', { value: share(targets.priorities[priority] ?? 0) })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {load.cut && <p className="remark">{t('load.cut')}</p>}
      </section>
      <section className="card" aria-labelledby="worst">
        <h2 id="worst">{t('load.worst')}</h2>
        {load.worst.length === 0 ? (
          <p className="calm">{t('load.none')}</p>
        ) : (
          <ol className="plain-list">
            {load.worst.map(({ rule, asset, assetName, mode, alarms }) => (
              <li key={rule}>
                <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag: asset }}>
                  {assetName}
                </Link>{' '}
                <span className="quiet">
                  {mode === null ? rule : t(`mode.${mode}`)} · {t('load.alarms', { count: alarms })}
                </span>
              </li>
            ))}
          </ol>
        )}
      </section>
    </>
  )
}
