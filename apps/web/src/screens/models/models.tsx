import { cardKey } from '@driftbild/words'
import { useQuery } from '@tanstack/react-query'
import { type ModelView, modelsQuery } from '../../data/models.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { ModelSwitch } from './model-switch.tsx'

/** Every model's card: what it is for, how well it does beside the naive way, and what it can't do. */
export function ModelsScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const models = useQuery(modelsQuery(code))
  return (
    <div className="screen">
      <ScreenHead title={t('nav.models')} lead={t('models.lead')} />
      <Loaded query={models} skeleton={<SkeletonRows rows={3} height={180} />}>
        {(cards) =>
          cards.length === 0 ? (
            <Empty title={t('models.none')}>{t('models.none.what')}</Empty>
          ) : (
            <div className="model-cards">
              {cards.map((card) => (
                <Card key={`${card.name} ${card.version}`} card={card} />
              ))}
            </div>
          )
        }
      </Loaded>
    </div>
  )
}

function Card({ card }: { card: ModelView }) {
  const { t, find, locale } = useWords()
  return (
    <article className="card" aria-label={card.name}>
      <h2>
        {find(`mode.${card.kind}`) ?? card.kind}
        <span className={card.active && !card.off ? 'chip chip-on' : 'chip'}>
          {t(card.active && !card.off ? 'model.active' : 'model.inactive')}
        </span>
      </h2>
      <p>{card.purpose[locale]}</p>
      <ModelSwitch card={card} />
      <p className="quiet">
        {card.name} {card.version}
      </p>
      <table className="numbers scores">
        <caption>{t('model.scores')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('model.measure')}</th>
            <th scope="col">{t('model.model')}</th>
            <th scope="col">{t('model.baseline')}</th>
          </tr>
        </thead>
        <tbody>
          {[...Map.groupBy(card.scores, (score) => `${score.data}\n${score.baselineName}`)].map(
            ([name, scores]) => (
              <ScoreGroup key={name} scores={scores} />
            ),
          )}
        </tbody>
      </table>
      <h3>{t('model.inputs')}</h3>
      <p>{card.inputs.map((input) => find(`role.${input}`) ?? input).join(' · ')}</p>
      <h3>{t('model.limits')}</h3>
      <ul className="plain-list">
        {card.limits.map((limit) => (
          <li key={limit.en}>{limit[locale]}</li>
        ))}
      </ul>
    </article>
  )
}

type Score = ModelView['scores'][number]

/** What was tried on one set of data against one baseline, under their names. */
function ScoreGroup({ scores }: { scores: readonly Score[] }) {
  const { t, find } = useWords()
  const words = (text: string) => find(cardKey(text)) ?? text
  const [{ data, baselineName }] = scores as readonly [Score, ...Score[]]
  const simulated = scores.every((score) => score.simulated)
  return (
    <>
      <tr className="score-data">
        <th scope="colgroup" colSpan={3}>
          {words(data)} <span className="chip">{t(simulated ? 'model.simulated' : 'model.real')}</span>
          <span className="quiet">{t('model.against', { baseline: words(baselineName) })}</span>
        </th>
      </tr>
      {scores.map((score) => {
        const ahead = score.better === 'higher' ? score.model - score.baseline : score.baseline - score.model
        return (
          <tr key={score.measure}>
            <th scope="row">
              {words(score.measure)}{' '}
              <span className="quiet" role="img" aria-label={t(`model.better.${score.better}`)}>
                {score.better === 'higher' ? '↑' : '↓'}
              </span>
            </th>
            <ScoreCell value={score.model} wins={ahead > 0} />
            <ScoreCell value={score.baseline} wins={ahead < 0} />
          </tr>
        )
      })}
    </>
  )
}

function ScoreCell({ value, wins }: { value: number; wins: boolean }) {
  const { f } = useWords()
  // Two decimals, but never so few that a small score reads as none.
  return <td className={wins ? 'wins' : undefined}>{f.number(value, Math.abs(value) < 0.1 ? 4 : 2)}</td>
}
