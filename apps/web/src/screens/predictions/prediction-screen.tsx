import { type Evidence, formatTime } from '@driftbild/core'
import { naturalFrequency, predictionTitle, shownSizeUnit, whenSentence } from '@driftbild/words'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { type PredictionView, predictionQuery } from '../../data/predictions.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { useDataNow } from '../../ui/now.ts'
import { Quantity } from '../../ui/quantity.tsx'
import { usePageTitle } from '../../ui/screen-head.tsx'
import { SuspectedSearch } from '../leaks/suspected-search.tsx'
import { Candidates } from './candidates.tsx'
import { EvidenceChart } from './evidence-chart.tsx'
import { Judgement } from './judgement.tsx'
import { PastCases } from './past-cases.tsx'
import { Proposal } from './proposal.tsx'
import { Replay } from './replay.tsx'
import { WhatIf } from './what-if.tsx'

const TravelTimes = lazy(() => import('../travel/travel-times.tsx'))
const PumpCondition = lazy(() => import('../pumps/pump-condition.tsx'))
const pumpKinds = new Set<string>(['pump-failure', 'pump-clogged', 'seal-leak'])

/** The one layout in which every prediction is explained: what, when, how sure, why, and what to do. */
export function PredictionScreen() {
  const { id } = useParams({ from: '/$municipality/predictions/$id' })
  const { code } = useHere()
  const { t } = useWords()
  const prediction = useQuery(predictionQuery(code, id))
  usePageTitle(prediction.data ? t(`mode.${prediction.data.kind}`) : t('nav.predictions'))
  return (
    <div className="screen prediction">
      <Loaded level={1} query={prediction} skeleton={<SkeletonRows rows={5} height={96} />}>
        {(loaded) => <Explained prediction={loaded} />}
      </Loaded>
    </div>
  )
}

function Explained({ prediction }: { prediction: PredictionView }) {
  const { t, f, say } = useWords()
  const { code } = useHere()
  const now = useDataNow()
  const { of, right } = naturalFrequency(prediction.probability)
  const evidence = prediction.evidence.toSorted((a, b) => b.weight - a.weight)
  const { subject, size } = prediction
  const sizeUnit = size && shownSizeUnit(size.unit)
  return (
    <>
      <header className="screen-head">
        <div className="prediction-head">
          <StateMark state="prediction" probability={prediction.probability} size={32} />
          <div>
            <h1>{predictionTitle(prediction, t)}</h1>
            <p className="lead">{whenSentence(prediction, now, t, f)}</p>
          </div>
        </div>
        <div className="screen-actions">
          {subject.type === 'zone' && (
            <Link
              className="button plain"
              to="/$municipality/zones/$tag"
              params={{ municipality: code, tag: subject.tag }}
            >
              {t('prediction.zone')}
            </Link>
          )}
          <Link
            className="button plain"
            to="/$municipality/map"
            params={{ municipality: code }}
            search={{ asset: subject.type === 'asset' ? subject.tag : undefined, prediction: prediction.id }}
          >
            {t('asset.on-map')}
          </Link>
        </div>
      </header>
      {!prediction.standing && <p className="remark">{t('prediction.withdrawn.what')}</p>}
      <div className="prediction-grid">
        <section className="card" aria-labelledby="how-sure">
          <h2 id="how-sure">{t('prediction.how-sure')}</h2>
          <Odds right={right} of={of} />
          <p>{t('prediction.frequency', { right, of })}</p>
          {sizeUnit && (
            <p>
              {t('prediction.how-much')}{' '}
              <strong>
                {sizeUnit === 'lamps' ? (
                  t('prediction.size.lamps', { count: Math.round(size.value) })
                ) : (
                  <Quantity value={size.value} unit={sizeUnit} />
                )}
              </strong>{' '}
              {f.value(size.low, sizeUnit) !== f.value(size.high, sizeUnit) && (
                <span className="quiet">
                  {t('prediction.between', {
                    low: f.value(size.low, sizeUnit),
                    high: f.value(size.high, sizeUnit),
                  })}
                </span>
              )}
            </p>
          )}
          <p className="quiet">
            <Link
              to="/$municipality/models/$name"
              params={{ municipality: code, name: prediction.model.name }}
            >
              {t('prediction.by', { model: prediction.model.name, version: prediction.model.version })}
            </Link>{' '}
            · <Moment at={prediction.asOf} />
          </p>
        </section>
        <Proposal prediction={prediction} />
        {prediction.candidates.length > 1 && <Candidates prediction={prediction} />}
      </div>
      {prediction.kind === 'water-quality' && subject.type === 'asset' && (
        <Suspense fallback={null}>
          <TravelTimes tag={subject.tag} at={formatTime(prediction.asOf)} level={2} />
        </Suspense>
      )}
      {pumpKinds.has(prediction.kind) && (
        <Suspense fallback={null}>
          <PumpCondition tag={subject.tag} level={2} />
        </Suspense>
      )}
      {prediction.kind === 'leak' && <SuspectedSearch prediction={prediction.id} />}
      <section aria-labelledby="why">
        <h2 id="why">{t('prediction.why')}</h2>
        <ol className="evidence">
          {evidence.map((one, i) => (
            <li key={i} className="card">
              <p className="evidence-sentence">{say(one.sentence)}</p>
              {one.weight > 0 && (
                <p className="quiet evidence-weight">
                  <meter min={0} max={1} value={one.weight} aria-hidden="true" />
                  {t('prediction.weight', { share: f.percent(one.weight) })}
                </p>
              )}
              {one.chart && !evidence.slice(0, i).some((before) => showsSame(before, one)) && (
                <EvidenceChart chart={one.chart} prediction={prediction} />
              )}
            </li>
          ))}
        </ol>
      </section>
      <div className="prediction-grid">
        <WhatIf prediction={prediction.id} />
        <PastCases prediction={prediction.id} />
      </div>
      <div className="prediction-grid">
        <Judgement prediction={prediction} />
        <Replay prediction={prediction} />
      </div>
    </>
  )
}

/** Several reasons can be read from one chart; it is drawn with the weightiest of them. */
const showsSame = ({ chart: a }: Evidence, { chart: b }: Evidence): boolean =>
  a !== null &&
  b !== null &&
  a.signal === b.signal &&
  a.from === b.from &&
  a.to === b.to &&
  (b.expected === null || a.expected !== null)

/** Ten (or more) marks, the likely ones filled: a probability that can be counted. */
function Odds({ right, of }: { right: number; of: number }) {
  if (of > 20) return null
  return (
    <div className="odds" aria-hidden="true">
      {Array.from({ length: of }, (_, i) => (
        <StateMark key={i} state="prediction" probability={i < right ? 1 : 0} size={16} />
      ))}
    </div>
  )
}
