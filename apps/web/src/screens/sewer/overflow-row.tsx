import { HOUR } from '@driftbild/core'
import { Link } from '@tanstack/react-router'
import type { OverflowView } from '../../data/sewer.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Quantity } from '../../ui/quantity.tsx'

/** One overflow: when, how much and why, by whom that is known, and every decision there was. */
export function OverflowRow({ overflow, onDecide }: { overflow: OverflowView; onDecide: () => void }) {
  const { t, f } = useWords()
  const { code, may } = useHere()
  const { station, stationName, holds, detected, history } = overflow
  const { began, ended, volume, volumeSource, cause, isOverflow, decided } = holds
  return (
    <li className="row">
      <div className="row-main">
        <Link
          className="row-title"
          to="/$municipality/assets/$tag"
          params={{ municipality: code, tag: station }}
        >
          {stationName}
        </Link>
        <p className="row-facts">
          <span>
            {f.moment(began)} – {ended === null ? t('overflow.lasts') : f.moment(ended)}
          </span>
          {ended !== null && <Quantity value={(ended - began) / HOUR} unit="h" />}
          {isOverflow && (
            <span>
              {t('overflow.volume')}: <Quantity value={volume} unit="m3" />
              {volumeSource && ` (${t(`volume-source.${volumeSource}`)})`}
            </span>
          )}
          <span>
            {isOverflow ? `${t('overflow.cause')}: ${t(`overflow-cause.${cause}`)}` : t('overflow.not')}
          </span>
          <span>{decided ? `${t('overflow.decided-by')} ${history[0]?.by}` : t('overflow.undecided')}</span>
        </p>
        {detected && <Facts facts={detected.facts} />}
        {history.length > 0 && (
          <details>
            <summary>{t('overflow.history')}</summary>
            <ul className="plain-list">
              {history.map(({ decision, at, by }) => (
                <li key={at}>
                  {f.day(at)} {by}: {t(`overflow-cause.${decision.cause}`)}. {decision.note}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {may('judge-prediction', 'sewer') && (
        <Button aria-label={t('overflow.decide-of', { station: stationName })} onPress={onDecide}>
          {t('overflow.decide')}
        </Button>
      )}
    </li>
  )
}

type Facts = NonNullable<OverflowView['detected']>['facts']

function Facts({ facts: { rain, highest, ran } }: { facts: Facts }) {
  const { t, f } = useWords()
  const some = (value: number | null, unit: string) =>
    value === null ? '–' : `${f.value(value, unit)} ${unit}`
  return (
    <p className="quiet">
      {[
        t('overflow.facts', { rain: some(rain, 'mm'), highest: some(highest, 'm') }),
        ...ran.map((one) => t('overflow.pump-ran', one)),
      ].join(' · ')}
    </p>
  )
}
