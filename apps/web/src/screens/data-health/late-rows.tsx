import type { CollectorView } from '../../data/collectors.ts'
import { useWords } from '../../i18n/words.tsx'

const SHOWN = 20

/** What came long after its source time, and when. */
export function LateRows({ late }: { late: CollectorView['late'] }) {
  const { t, f } = useWords()
  return (
    <>
      <h3>{t('health.late')}</h3>
      {late.length === 0 ? (
        <p className="calm">{t('health.late.none')}</p>
      ) : (
        <ul className="silences">
          {late.slice(0, SHOWN).map((one) => (
            <li key={one.arrivedFrom}>
              <div>
                <p>
                  {t('health.late.row', {
                    count: one.readings,
                    from: f.moment(one.from),
                    to: f.moment(one.to),
                  })}
                </p>
                <p className="quiet">{t('health.late.arrived', { at: f.moment(one.arrivedTo) })}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
