import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { leakOutcomesQuery } from '../../data/leaks.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { SavingText } from './saving-text.tsx'

/** How right the suspicion was, and what finding the leak saved. */
export function LeakScore({ order }: { order: string }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const outcomes = useQuery(leakOutcomesQuery(code, order))
  if (!outcomes.data || outcomes.data.length === 0) return null
  return (
    <section className="card" aria-labelledby="leak-score">
      <h2 id="leak-score">{t('score.title')}</h2>
      <ul className="shut-list">
        {outcomes.data.map(({ prediction, probability, found, rank, candidates, metresOff, flow, saved }) => (
          <li key={prediction}>
            <p>
              {t(found ? 'score.right' : 'score.wrong', { share: f.percent(probability) })}{' '}
              {found &&
                (rank === null
                  ? t('score.elsewhere', { count: candidates })
                  : t('score.rank', { rank, count: candidates }))}{' '}
              {metresOff !== null && t('score.off', { metres: metresOff })}{' '}
              <Link
                className="row-more"
                to="/$municipality/predictions/$id"
                params={{ municipality: code, id: prediction }}
              >
                {t('score.prediction')}
              </Link>
            </p>
            {flow && (
              <p>
                {t('score.flow', { flow: f.number(flow.value, 1) })} {t(`flow-source.${flow.from}`)}
              </p>
            )}
            {saved && <SavingText saved={saved} />}
          </li>
        ))}
      </ul>
    </section>
  )
}
