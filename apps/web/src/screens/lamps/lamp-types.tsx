import type { LightingPlanView } from '../../data/lighting.ts'
import { useWords } from '../../i18n/words.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'

/** What was learnt of each type, from how many lives, and what was believed before. */
export function LampTypes({ plan }: { plan: LightingPlanView }) {
  const { t, f } = useWords()
  const label = t('lamps.types')
  return (
    <section className="card" aria-labelledby="lamp-types">
      <h2 id="lamp-types">{label}</h2>
      <p className="lead">{t('lamps.types.what')}</p>
      <Scrolling className="table-wide" label={label}>
        <table className="numbers">
          <caption className="visually-hidden">{label}</caption>
          <thead>
            <tr>
              <th scope="col">{t('lamps.type')}</th>
              <th scope="col">{t('lamps.lives')}</th>
              <th scope="col">{t('lamps.failures')}</th>
              <th scope="col">{t('lamps.median')}</th>
              <th scope="col">{t('lamps.shape')}</th>
              <th scope="col">{t('lamps.prior')}</th>
            </tr>
          </thead>
          <tbody>
            {plan.types.map((type) => (
              <tr key={type.source}>
                <th scope="row">{t(`lamps.source.${type.source}`)}</th>
                <td>{f.number(type.lives, 0)}</td>
                <td>{f.number(type.failures, 0)}</td>
                <td>{f.number(type.median, 0)}</td>
                <td>{f.number(type.shape, 1)}</td>
                <td className="quiet">{type.prior}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
      <p className="quiet">{t('lamps.types.measured')}</p>
    </section>
  )
}
