import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { type TravelPart, type TravelView, travelQuery } from '../../data/travel.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'

interface TravelTimesProps {
  tag: string
  /** When the water was there; null for now. */
  at: string | null
  level: 2 | 3
}

const SHOWN_FIRST = 8

/** Where the water at a place was before, and who gets it next: lists that say what the heat on the map shows. */
export default function TravelTimes({ tag, at, level }: TravelTimesProps) {
  const { t } = useWords()
  const { code } = useHere()
  const title = useId()
  const Heading = `h${level}` as const
  const travel = useQuery(travelQuery(code, tag, at))
  return (
    <section className="card travel" aria-labelledby={title}>
      <Heading id={title}>{t('travel.title')}</Heading>
      <Loaded query={travel} skeleton={<Reckoning />}>
        {(view) => <Told view={view} level={level} />}
      </Loaded>
    </section>
  )
}

function Reckoning() {
  const { t } = useWords()
  const label = useId()
  return (
    <>
      <p id={label} className="quiet">
        {t('travel.reckoning')}
      </p>
      <progress aria-labelledby={label} />
      <SkeletonRows rows={6} height={36} />
    </>
  )
}

function Told({ view, level }: { view: TravelView; level: 2 | 3 }) {
  const { t, f } = useWords()
  const { back, ahead } = view
  const SubHeading = level === 2 ? 'h3' : 'h4'
  const people = ahead.customers.reduce((sum, { customers }) => sum + customers, 0)
  return (
    <>
      <p className="quiet">
        {t(view.basis === 'hydraulics' ? 'travel.by-hydraulics' : 'travel.by-ways', {
          at: f.moment(view.at),
          zones: view.metered.length,
        })}
      </p>
      <SubHeading>{t('travel.back')}</SubHeading>
      {back.pipes.length === 0 ? (
        <p className="quiet">{t('travel.still')}</p>
      ) : (
        <Parts label={t('travel.back')} parts={[...back.sources, ...back.pipes]} when="travel.ago" />
      )}
      <SubHeading>{t('travel.ahead')}</SubHeading>
      {ahead.customers.length === 0 ? (
        <p className="quiet">{t('travel.nobody')}</p>
      ) : (
        <>
          <p>{t('travel.people', { customers: people, places: ahead.customers.length })}</p>
          <Parts label={t('travel.ahead')} parts={ahead.customers} when="travel.in" />
        </>
      )}
    </>
  )
}

type Source = TravelView['back']['sources'][number]
type Customer = TravelView['ahead']['customers'][number]

function Parts({
  label,
  parts,
  when,
}: {
  label: string
  parts: readonly (TravelPart | Source | Customer)[]
  when: 'travel.ago' | 'travel.in'
}) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const [all, setAll] = useState(false)
  const shown = all ? parts : parts.slice(0, SHOWN_FIRST)
  const hours = (value: number) => f.span(value * 3_600_000)
  return (
    <>
      <Scrolling label={label} className="table-scroll">
        <table className="numbers">
          <thead>
            <tr>
              <th scope="col">{t('travel.where')}</th>
              <th scope="col">{t('travel.share')}</th>
              <th scope="col">{t(when)}</th>
              <th scope="col">{t('travel.between')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((part) => (
              <tr key={part.asset}>
                <th scope="row">
                  <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag: part.asset }}>
                    {'street' in part && part.street !== null
                      ? t('travel.at-street', { street: part.street, tag: part.asset })
                      : part.name}
                  </Link>
                  {'customers' in part && (
                    <span className="quiet">
                      {' '}
                      {t('travel.customers', { customers: part.customers })}
                      {part.sensitive !== null && ` · ${find(`attribute.sensitive.${part.sensitive}`) ?? ''}`}
                    </span>
                  )}
                </th>
                <td className="number">{f.percent(part.share)}</td>
                <td className="number">{hours(part.hours.likely)}</td>
                <td className="number">
                  {t('travel.from-to', { from: hours(part.hours.from), to: hours(part.hours.to) })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
      {shown.length < parts.length && (
        <Button look="quiet" onPress={() => setAll(true)}>
          {t('travel.all', { count: parts.length })}
        </Button>
      )}
    </>
  )
}
