import { boxOf, type Geometry, type Position, type RoundCommand } from '@driftbild/core'
import { Link } from '@tanstack/react-router'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import type { WithoutId } from '../../offline/field.ts'
import type { SeenStop } from '../../offline/seen-round.ts'
import { Icon } from '../../signs/icon.tsx'
import { Button } from '../../ui/button.tsx'
import { navigationLink } from './navigation.ts'
import { PlaceFill } from './place-fill.tsx'
import { SkipButton } from './skip-button.tsx'

interface NextStopProps {
  stop: SeenStop
  /** Its number in the round. */
  place: number
  isNext: boolean
  busy: boolean
  onChange: (command: WithoutId<RoundCommand>) => Promise<boolean>
}

/** Where to, and what became of it. */
export function NextStop({ stop, place, isNext, busy, onChange }: NextStopProps) {
  const { t } = useWords()
  const { code } = useHere()
  const { asset, visit, title } = stop
  const position = visit ? visit.order.position : stop.place && middleOf(stop.place.geometry)
  const of = { asset: asset ?? '', order: visit?.order.id ?? null }
  return (
    <section className="card next-stop" aria-labelledby="next-stop">
      <p className="quiet">{t(isNext ? 'round.next' : 'round.chosen', { place })}</p>
      <h2 id="next-stop">{title}</h2>
      <p className="row-facts">
        {visit && <span>{asset}</span>}
        {stop.place && <PlaceFill asset={stop.place} />}
        {stop.skipped && <span>{t('visit.skipped', { reason: stop.skipped.reason })}</span>}
      </p>
      {position && (
        <a className="button plain" href={navigationLink(position, title, navigator.userAgent)}>
          <Icon name="navigate" size={24} />
          {t('visit.navigate')}
        </a>
      )}
      {visit ? (
        <Link
          className="button strong"
          to="/$municipality/my-day/$id"
          params={{ municipality: code, id: visit.order.id }}
        >
          {t('round.open-order')}
        </Link>
      ) : (
        <Button look="strong" isDisabled={busy} onPress={() => void onChange({ type: 'visit', ...of })}>
          <Icon name="check" size={24} />
          {t(stop.place?.class === 'waste-container' ? 'round.emptied' : 'round.done')}
        </Button>
      )}
      {asset !== null && !stop.skipped && (
        <SkipButton isDisabled={busy} onSkip={(reason) => onChange({ type: 'skip', ...of, reason })} />
      )}
    </section>
  )
}

function middleOf(geometry: Geometry): Position {
  const [west, south, east, north] = boxOf(geometry)
  return [(west + east) / 2, (south + north) / 2]
}
