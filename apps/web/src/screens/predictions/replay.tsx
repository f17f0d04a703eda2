import { useQuery } from '@tanstack/react-query'
import { Sparkline } from '../../chart/sparkline.tsx'
import {
  type PredictionView,
  predictionPastQuery,
  type ReplayView,
  replayQuery,
} from '../../data/predictions.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'

/** How the prediction came to be what it is, and the same step once more when somebody asks for it. */
export function Replay({ prediction: { id, model } }: { prediction: PredictionView }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const course = useQuery(predictionPastQuery(code, id)).data?.course ?? []
  const again = useQuery({ ...replayQuery(code, id), enabled: false })
  return (
    <section className="card" aria-labelledby="replay">
      <h2 id="replay">{t('replay.title')}</h2>
      {course.length > 1 && (
        <p>
          <Sparkline
            time={course.map(({ at }) => Date.parse(at))}
            values={course.map(({ probability }) => probability)}
          />{' '}
          {t('replay.course', {
            first: f.percent(course[0]!.probability),
            day: f.day(course[0]!.at),
            last: f.percent(course.at(-1)!.probability),
          })}
        </p>
      )}
      <p className="quiet">
        {t('prediction.by', { model: model.name, version: model.version })} ·{' '}
        <span title={model.artefact}>{model.artefact.slice(0, 12)}</span>
      </p>
      <p>
        <Button isPending={again.isFetching} onPress={() => again.refetch()}>
          {t('replay.again')}
        </Button>
      </p>
      <div aria-live="polite">{again.data && <Answer view={again.data} />}</div>
      <ProblemLine error={again.error} />
    </section>
  )
}

function Answer({ view }: { view: ReplayView }) {
  const { t, f } = useWords()
  if (!view.possible) return <p>{t(`hindrance.${view.why}`)}</p>
  const { same, sameInputs, probability, from, to, inputsHash, stateHash } = view
  return (
    <>
      <p>
        <strong>
          {same
            ? t('replay.same')
            : probability === null
              ? t('replay.silent')
              : t('replay.other', { share: f.percent(probability) })}
        </strong>
      </p>
      <p>{t(sameInputs ? 'replay.same-inputs' : 'replay.other-inputs', { range: f.range(from, to) })}</p>
      <p className="quiet hashes">
        {t('replay.hashes', { inputs: inputsHash.slice(0, 12), state: stateHash.slice(0, 12) })}
      </p>
    </>
  )
}
