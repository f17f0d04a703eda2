import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Sparkline } from '../../chart/sparkline.tsx'
import type { ZonePage } from '../../data/figures.ts'
import { manySeriesQuery } from '../../data/signals.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { useDataNow } from '../../ui/now.ts'
import { Quantity } from '../../ui/quantity.tsx'

const HOURS = 48
const POINTS = 96
/** A minute's standing still keeps the question the same. */
const STEP_MS = 15 * 60_000

/** What each sensor says, with its last two days. */
export function Pressures({ sensors }: { sensors: ZonePage['pressures'] }) {
  const { t } = useWords()
  const { code } = useHere()
  const now = useDataNow()
  const to = Math.ceil(now / STEP_MS) * STEP_MS
  const keys = useMemo(() => sensors.map(({ key }) => key), [sensors])
  const series = useQuery(manySeriesQuery(code, keys, { from: to - HOURS * 3_600_000, to, points: POINTS }))
  return (
    <section className="card" aria-labelledby="pressures">
      <h2 id="pressures">{t('zone.pressures')}</h2>
      <Loaded query={series} skeleton={<SkeletonRows rows={sensors.length} height={40} />}>
        {({ items }) => (
          <div className="table-scroll">
            <table className="numbers">
              <caption>{t('zone.pressures.what', { hours: HOURS })}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('zone.sensor')}</th>
                  <th scope="col">{t('zone.last')}</th>
                  <th scope="col">{t('zone.lowest')}</th>
                  <th scope="col">{t('zone.course')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map(({ key, unit, time, average, minimum, last }, i) => {
                  const known = minimum.filter((value) => value !== null)
                  return (
                    <tr key={key}>
                      <th scope="row">
                        <Link
                          to="/$municipality/assets/$tag"
                          params={{ municipality: code, tag: sensors[i]!.asset }}
                        >
                          {sensors[i]!.assetName}
                        </Link>
                      </th>
                      <td>
                        <Quantity value={last.findLast((value) => value !== null) ?? null} unit={unit} />
                      </td>
                      <td>
                        <Quantity value={known.length === 0 ? null : Math.min(...known)} unit={unit} />
                      </td>
                      <td>
                        <Sparkline time={time} values={average} />
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </section>
  )
}
