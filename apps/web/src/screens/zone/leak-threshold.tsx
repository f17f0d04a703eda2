import type { Service } from '@driftbild/core'
import { useState } from 'react'
import type { LeakRecord } from '../../data/leaks.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { ThresholdDialog } from './threshold-dialog.tsx'

interface LeakThresholdProps {
  record: LeakRecord
  tag: string
  service: Service
}

/** How sure a suspicion must be before somebody works on it, who said so, and what it was before. */
export function LeakThreshold({ record: { threshold }, tag, service }: LeakThresholdProps) {
  const { t, f } = useWords()
  const { may } = useHere()
  const nameOf = usePersonName()
  const [setting, setSetting] = useState(false)
  const { value, limits, since, history } = threshold
  return (
    <div>
      <h3>{t('threshold.title')}</h3>
      <p>{t('threshold.now', { share: f.percent(value) })}</p>
      <p className="quiet">
        {limits === null
          ? t('threshold.unset')
          : limits.fixed !== null
            ? t('threshold.fixed')
            : t('threshold.follows', {
                least: f.percent(limits.least),
                most: f.percent(limits.most),
                wanted: f.percent(limits.wanted),
              })}
      </p>
      {limits !== null && limits.fixed === null && (
        <p className="quiet">
          {t('threshold.since', { found: since.found, notFound: since.notFound })}{' '}
          {since.precision !== null && t('threshold.precision', { share: f.percent(since.precision) })}
        </p>
      )}
      {may('judge-prediction', service) && (
        <Button onPress={() => setSetting(true)}>{t('threshold.set')}</Button>
      )}
      {history.length > 0 && (
        <div className="table-scroll">
          <table className="numbers">
            <caption>{t('threshold.history')}</caption>
            <tbody>
              {history.map((one) => (
                <tr key={one.at}>
                  <th scope="row">
                    <Moment at={one.at} />
                  </th>
                  <td className="number">{f.percent(one.value)}</td>
                  <td>
                    {one.why === 'outcome'
                      ? t('threshold.by-outcome')
                      : t(one.limits.fixed === null ? 'threshold.by' : 'threshold.fixed-by', {
                          person: one.by === null ? '–' : nameOf(one.by),
                        })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {setting && <ThresholdDialog tag={tag} threshold={threshold} onClose={() => setSetting(false)} />}
    </div>
  )
}
