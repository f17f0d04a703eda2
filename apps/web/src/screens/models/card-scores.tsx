import { cardKey } from '@driftbild/words'
import type { ModelView } from '../../data/models.ts'
import { useWords } from '../../i18n/words.tsx'

/** What a model's card says of how well it does beside the naive way. */
export function CardScores({ card }: { card: ModelView }) {
  const { t } = useWords()
  const groups = Map.groupBy(card.scores, (score) => `${score.data}\n${score.baselineName}`)
  return (
    <>
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
          {[...groups].map(([name, scores]) => (
            <ScoreGroup key={name} scores={scores} />
          ))}
        </tbody>
      </table>
      {card.scores.some(({ interval }) => interval !== null) && (
        <p className="quiet">{t('model.interval')}</p>
      )}
    </>
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
            <ScoreCell value={score.model} interval={score.interval} wins={ahead > 0} />
            <ScoreCell value={score.baseline} interval={null} wins={ahead < 0} />
          </tr>
        )
      })}
    </>
  )
}

interface ScoreCellProps {
  value: number
  interval: Score['interval']
  wins: boolean
}

function ScoreCell({ value, interval, wins }: ScoreCellProps) {
  const { f } = useWords()
  // Two decimals, but never so few that a small score reads as none.
  const shown = (figure: number) => f.number(figure, Math.abs(value) < 0.1 ? 4 : 2)
  return (
    <td className={wins ? 'wins' : undefined}>
      {shown(value)}
      {interval && interval[1] > interval[0] && (
        <>
          {' '}
          <span className="quiet">
            {shown(interval[0])}–{shown(interval[1])}
          </span>
        </>
      )}
    </td>
  )
}
