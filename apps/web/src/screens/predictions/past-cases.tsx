import { shownUnit } from '@driftbild/words'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type PastCase, predictionPastQuery } from '../../data/predictions.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'

/** Others like it, how they ended, and how many of this kind were right when somebody looked. */
export function PastCases({ prediction }: { prediction: string }) {
  const { t } = useWords()
  const { code } = useHere()
  const past = useQuery(predictionPastQuery(code, prediction))
  return (
    <section className="card" aria-labelledby="past-cases">
      <h2 id="past-cases">{t('past-cases.title')}</h2>
      <Loaded query={past} skeleton={<SkeletonRows rows={2} height={40} />}>
        {({ similar, judged, right }) => (
          <>
            <p className="quiet">
              {judged === 0 ? t('past-cases.unjudged') : t('past-cases.judged', { judged, right })}
            </p>
            {similar.length === 0 ? (
              <p>{t('past-cases.none')}</p>
            ) : (
              <ul className="past-cases">
                {similar.map((one) => (
                  <li key={one.id}>
                    <PastLine one={one} />
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </Loaded>
    </section>
  )
}

function PastLine({ one }: { one: PastCase }) {
  const { t, f } = useWords()
  const { code } = useHere()
  return (
    <>
      <StateMark
        state={one.end === 'standing' ? 'prediction' : 'normal'}
        probability={one.probability}
        size={18}
      />
      <div>
        <Link to="/$municipality/predictions/$id" params={{ municipality: code, id: one.id }}>
          {one.subjectName}, {f.day(one.asOf)}
        </Link>
        <p className="row-facts">
          <span>{t(`likeness.${one.likeness}`)}</span>
          <span>{f.percent(one.probability)}</span>
          <strong>{t(`case-end.${one.end}`)}</strong>
          {one.order && (
            <Link to="/$municipality/orders/$id" params={{ municipality: code, id: one.order.id }}>
              {t('order.number', { number: one.order.number })}
            </Link>
          )}
        </p>
        {one.came && <Came came={one.came} />}
        {one.reason && <p className="quiet">{one.reason}</p>}
      </div>
    </>
  )
}

/** What was measured then, whoever looked or not. */
function Came({ came }: { came: NonNullable<PastCase['came']> }) {
  const { t, f, find } = useWords()
  const { signal, passed, emptied } = came
  const unit = shownUnit(signal, came.unit)
  const withUnit = (value: number) => `${f.value(value, unit)} ${find(`unit.${unit}`) ?? unit}`
  const [limit, extreme] = [withUnit(came.limit.value), withUnit(came.extreme)]
  return (
    <p className="quiet">
      {passed !== null
        ? t('past-case.passed', { limit, at: f.moment(passed) })
        : emptied !== null
          ? t('past-case.emptied', { extreme, at: f.moment(emptied) })
          : t('past-case.not-passed', { side: came.limit.side, limit, extreme })}
    </p>
  )
}
