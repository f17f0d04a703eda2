import { type OccasionView, useTurnOccasion } from '../../data/occasions.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'

interface OccasionRowProps {
  of: OccasionView
  /** Null for who may state none. */
  onChange: (() => void) | null
}

const NAMED = 3

/** One occasion: when and where, what is expected, who said so, and how to take it back. */
export function OccasionRow({ of, onChange }: OccasionRowProps) {
  const { t, f } = useWords()
  const { code } = useHere()
  const turn = useTurnOccasion(code, of)
  const { occasion, bins, isOn, by, at, before, earlier } = of
  const { name, kind, from, to, expected } = occasion
  const day = (date: string) => f.day(`${date}T12:00:00Z`)
  return (
    <li className="row">
      <div className="row-main">
        <strong className="row-title">{isOn ? name : <s>{name}</s>}</strong>
        <p className="row-facts">
          <span>{t(`occasion-kind.${kind}`)}</span>
          <span>{from === to ? day(from) : `${day(from)} – ${day(to)}`}</span>
          {isOn ? (
            <>
              <span>
                {expected === null
                  ? t('occasion.expected.unknown')
                  : t('occasion.expected.times', { times: expected })}
              </span>
              <span>{t('occasion.before', { days: before })}</span>
            </>
          ) : (
            <span>{t('occasion.taken-back')}</span>
          )}
        </p>
        <p className="row-facts">
          <span>{placesOf(bins, (count) => t('occasion.more-places', { count }))}</span>
          <span>{t('occasion.containers', { count: bins.length })}</span>
          <span>{t('occasion.by', { name: by, time: f.moment(at) })}</span>
        </p>
        <ProblemLine error={turn.error} />
      </div>
      {onChange && (
        <div className="row-actions">
          {isOn && (
            <Button aria-label={t('occasion.change-of', { name })} onPress={onChange}>
              {t('occasion.change')}
            </Button>
          )}
          {isOn && (
            <Button
              look="quiet"
              aria-label={t('occasion.take-back-of', { name })}
              isPending={turn.isPending}
              onPress={() => turn.mutate('end')}
            >
              {t('occasion.take-back')}
            </Button>
          )}
          {earlier > 0 && (
            <Button
              look="quiet"
              aria-label={t('occasion.undo-of', { name })}
              isPending={turn.isPending}
              onPress={() => turn.mutate('undo')}
            >
              {t('occasion.undo')}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

/** Names of where the containers stand, each once. */
function placesOf(bins: OccasionView['bins'], more: (count: number) => string): string {
  const names = [...new Set(bins.map(({ name }) => name))]
  const rest = names.length - NAMED
  return names.slice(0, NAMED).join(', ') + (rest > 0 ? ` ${more(rest)}` : '')
}
