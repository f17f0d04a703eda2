import { Link } from '@tanstack/react-router'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import type { SeenStop } from '../../offline/seen-round.ts'
import { ClassIcon, Icon } from '../../signs/icon.tsx'
import { PlaceFill } from './place-fill.tsx'

/** A place of the round without an order; pressed, it is driven to. */
export function PlaceCard({
  stop,
  place,
  isNext,
}: {
  stop: SeenStop
  place: number | null
  isNext: boolean
}) {
  const { t, f } = useWords()
  const { code } = useHere()
  const { place: asset, state, skipped, doneAt } = stop
  return (
    <li className="visit" data-next={isNext || undefined} data-skipped={state === 'skipped' || undefined}>
      <Link
        className="visit-open"
        to="/$municipality/my-day/drive"
        params={{ municipality: code }}
        search={{ stop: stop.asset ?? undefined }}
      >
        <span className="visit-place">
          {state === 'done' ? <Icon name="check" size={22} /> : <ClassIcon of={asset!.class} size={22} />}
          {place !== null && <span className="visit-number">{place}</span>}
        </span>
        <span className="visit-what">
          <strong>{stop.title}</strong>
          <span className="row-facts">
            <PlaceFill asset={asset!} />
            {doneAt !== null && <span>{t('round.visited-at', { at: f.clock(doneAt) })}</span>}
          </span>
          {skipped && <span className="visit-note">{t('visit.skipped', { reason: skipped.reason })}</span>}
        </span>
      </Link>
    </li>
  )
}
