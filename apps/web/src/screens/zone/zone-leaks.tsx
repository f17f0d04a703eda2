import type { SavingInput, Service } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type LeakRecord, leakRecordQuery } from '../../data/leaks.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { LeakThreshold } from './leak-threshold.tsx'
import { StateButton } from './state-button.tsx'
import { StatementDialog } from './statement-dialog.tsx'

/** How the zone's suspicions did, year by year, what that saved, and how sure the next ones must be. */
export function ZoneLeaks({ tag, service }: { tag: string; service: Service }) {
  const { t, say } = useWords()
  const { code } = useHere()
  const record = useQuery(leakRecordQuery(code, tag))
  return (
    <section className="card" aria-labelledby="zone-leaks">
      <h2 id="zone-leaks">{t('zone-record.title')}</h2>
      <Loaded query={record} skeleton={<SkeletonRows rows={4} height={40} />}>
        {(loaded) => (
          <div className="balance">
            <div>
              {loaded.lookedFor && (
                <p>
                  <strong>{t('zone.leak-grade')}.</strong> {say(loaded.lookedFor)}
                </p>
              )}
              <LearntSince record={loaded} />
              <Years record={loaded} />
              <Newest record={loaded} />
              <Assumptions record={loaded} tag={tag} service={service} />
            </div>
            <LeakThreshold record={loaded} tag={tag} service={service} />
          </div>
        )}
      </Loaded>
    </section>
  )
}

/** Once suspicions can come: from which night on what is usual is known. */
function LearntSince({ record: { learning } }: { record: LeakRecord }) {
  const { t, f } = useWords()
  if (!learning?.since || learning.nights < learning.needed) return null
  return <p className="quiet">{t('zone.learnt-since', { day: f.day(learning.since) })}</p>
}

function Years({ record: { years } }: { record: LeakRecord }) {
  const { t, f } = useWords()
  if (years.length === 0) return <p className="calm">{t('zone-record.none')}</p>
  return (
    <div className="table-scroll">
      <table className="numbers">
        <caption>{t('zone-record.years')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('zone-record.year')}</th>
            <th scope="col">{t('zone-record.found')}</th>
            <th scope="col">{t('zone-record.false')}</th>
            <th scope="col">{t('zone-record.volume')}</th>
            <th scope="col">{t('zone-record.cost')}</th>
          </tr>
        </thead>
        <tbody>
          {years.map(({ year, found, notFound, volume, cost }) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              <td>{f.number(found, 0)}</td>
              <td>{f.number(notFound, 0)}</td>
              <td>
                <Quantity value={volume} unit="m3" />
              </td>
              <td>
                <Quantity value={cost} unit="SEK" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const SHOWN = 5

function Newest({ record: { outcomes } }: { record: LeakRecord }) {
  const { t, f } = useWords()
  const { code } = useHere()
  if (outcomes.length === 0) return null
  return (
    <ul className="shut-list">
      {outcomes
        .slice(0, SHOWN)
        .map(({ order, number, at, found, metresOff, rank, candidates, prediction }) => (
          <li key={`${order} ${prediction}`}>
            <Link to="/$municipality/orders/$id" params={{ municipality: code, id: order }}>
              {t('order.number', { number: String(number) })}
            </Link>{' '}
            {f.day(at)}: {t(found ? 'outcome.found' : 'outcome.not-found')}{' '}
            {found && rank !== null && t('score.rank', { rank, count: candidates })}{' '}
            {metresOff !== null && t('score.off', { metres: metresOff })}
          </li>
        ))}
    </ul>
  )
}

function Assumptions({
  record: { inputs },
  tag,
  service,
}: {
  record: LeakRecord
  tag: string
  service: Service
}) {
  const { t } = useWords()
  const [stating, setStating] = useState<SavingInput | null>(null)
  return (
    <>
      <table className="numbers">
        <caption>{t('saving.assumed')}</caption>
        <tbody>
          {inputs.map(({ input, unit, value, source }) => (
            <tr key={input}>
              <th scope="row">{t(`lack.${input}`)}</th>
              <td>
                <Quantity value={value} unit={unit} />
              </td>
              <td>
                <p className="quiet">{source ?? t('saving.own-figure')}</p>
                <StateButton input={input} service={service} onPress={() => setStating(input)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {stating && (
        <StatementDialog key={stating} tag={tag} input={stating} onClose={() => setStating(null)} />
      )}
    </>
  )
}
