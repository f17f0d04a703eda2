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

const NAMED = 4

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
        <p className="quiet">
          {bins
            .slice(0, NAMED)
            .map(({ tag, name }) => `${name} (${tag})`)
            .join(', ')}
          {bins.length > NAMED && ` ${t('occasion.more-bins', { count: bins.length - NAMED })}`}
        </p>
        <p className="quiet">{t('occasion.by', { name: by, time: f.moment(at) })}</p>
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
