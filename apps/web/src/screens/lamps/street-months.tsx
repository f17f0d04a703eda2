import { useState } from 'react'
import type { LightingPlanView } from '../../data/lighting.ts'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'

const ROWS = 12
const MONTH_MS = 30 * 86_400_000

interface Street {
  name: string
  lamps: number
  months: number[]
  year: number
}

/** How many lamps are expected to fail on each street in each of the coming months, the most first. */
export function StreetMonths({ plan }: { plan: LightingPlanView }) {
  const { t, f } = useWords()
  const [shown, setShown] = useState(ROWS)
  const streets = streetsOf(plan)
  const begins = plan.months.map((_, m) => new Date(Date.parse(plan.asOf) + m * MONTH_MS).toISOString())
  const most = Math.max(0.1, ...streets.flatMap((street) => street.months))
  const label = t('lamps.streets')
  return (
    <section className="card" aria-labelledby="lamp-streets">
      <h2 id="lamp-streets">{label}</h2>
      <p className="lead">{t('lamps.streets.what')}</p>
      <Scrolling className="table-wide" label={label}>
        <table className="numbers street-months">
          <caption className="visually-hidden">{label}</caption>
          <thead>
            <tr>
              <th scope="col">{t('lamps.street')}</th>
              <th scope="col">{t('lamps.count')}</th>
              {begins.map((at) => (
                <th key={at} scope="col">
                  {f.day(at)}
                </th>
              ))}
              <th scope="col">{t('lamps.streets.year')}</th>
            </tr>
          </thead>
          <tbody>
            {streets.slice(0, shown).map((street) => (
              <tr key={street.name}>
                <th scope="row">{street.name}</th>
                <td>{f.number(street.lamps, 0)}</td>
                {street.months.map((failures, m) => (
                  <td key={begins[m]} style={shade(failures / most)}>
                    {f.number(failures, 1)}
                  </td>
                ))}
                <td>{f.number(street.year, 1)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('lamps.streets.all')}</th>
              <td>
                {f.number(
                  streets.reduce((sum, street) => sum + street.lamps, 0),
                  0,
                )}
              </td>
              {plan.months.map((failures, m) => (
                <td key={begins[m]}>{f.number(failures, 1)}</td>
              ))}
              <td>{f.number(sumOf(plan.months), 1)}</td>
            </tr>
          </tfoot>
        </table>
      </Scrolling>
      {shown < streets.length && (
        <p className="more">
          <Button onPress={() => setShown(shown + 4 * ROWS)}>{t('action.more')}</Button>
        </p>
      )}
    </section>
  )
}

/** A street's groups together, whatever type and cabinet. */
function streetsOf({ groups }: LightingPlanView): Street[] {
  return [...Map.groupBy(groups, ({ street }) => street)]
    .map(([name, own]): Street => {
      const months = own[0]!.months.map((_, m) => sumOf(own.map((group) => group.months[m]!)))
      return { name, lamps: sumOf(own.map((group) => group.lamps)), months, year: sumOf(months) }
    })
    .toSorted((a, b) => b.year - a.year || a.name.localeCompare(b.name))
}

const sumOf = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0)

/** Grey, for a failure that is only expected is no state. */
const shade = (share: number) => ({
  background: `color-mix(in srgb, var(--quiet) ${Math.round(28 * share)}%, transparent)`,
})
