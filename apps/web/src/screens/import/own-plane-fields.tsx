import type { Position } from '@driftbild/core'
import { ownPlane, SWEREF99_TM } from '@driftbild/network'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { ImportLayer } from '../../data/imports.ts'
import { overviewQuery } from '../../data/overview.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { textsOf } from '../place/coordinates.ts'
import { asDrafts, type ControlPoints, noPoint, type PointDraft, pointOf } from './control-points.ts'

const ControlPointsMap = lazy(() =>
  import('../../map/control-points-map.tsx').then((m) => ({ default: m.ControlPointsMap })),
)

interface OwnPlaneFieldsProps {
  points: ControlPoints
  extent: ImportLayer['extent']
  onPoints: (points: ControlPoints) => void
}

/** Places by which a file's own plane is laid on the map: typed, or pressed on it; each says by how much it is off. */
export function OwnPlaneFields({ points, extent, onPoints }: OwnPlaneFieldsProps) {
  const { t, f, locale } = useWords()
  const { code } = useHere()
  const { data: overview } = useQuery(overviewQuery(code))
  const [drafts, setDrafts] = useState<PointDraft[]>(() =>
    points.length > 0 ? asDrafts(points, SWEREF99_TM, locale) : [noPoint, noPoint],
  )
  const [placing, setPlacing] = useState(0)
  const read = drafts.map((draft) => pointOf(draft, SWEREF99_TM))
  const whole = read.filter((point) => point !== null)
  const plane = ownPlane(whole)
  const offOf = (i: number) => {
    const place = whole.indexOf(read[i]!)
    return plane && read[i] && whole.length > 2 ? plane.residuals[place]! : null
  }
  const take = (next: PointDraft[]) => {
    setDrafts(next)
    onPoints(next.map((draft) => pointOf(draft, SWEREF99_TM)).filter((point) => point !== null))
  }
  const change = (at: number, part: Partial<PointDraft>) =>
    take(drafts.map((draft, i) => (i === at ? { ...draft, ...part } : draft)))
  const press = (at: Position) => {
    change(placing, { place: textsOf(at, SWEREF99_TM, locale) })
    const next = drafts.findIndex((draft, i) => i !== placing && draft.place.every((text) => text === ''))
    if (next >= 0) setPlacing(next)
  }
  return (
    <div className="own-plane">
      <p className="quiet">{t('own-plane.what')}</p>
      {extent && (
        <p className="quiet">
          {t('own-plane.extent', {
            x: `${f.number(extent[0], 2)}–${f.number(extent[2], 2)}`,
            y: `${f.number(extent[1], 2)}–${f.number(extent[3], 2)}`,
          })}
        </p>
      )}
      <ol className="control-points">
        {drafts.map((draft, i) => (
          <li key={i}>
            <fieldset>
              <legend>{t('own-plane.point', { nth: i + 1 })}</legend>
              <Coordinate label="own-plane.x" value={draft.x} onChange={(x) => change(i, { x })} />
              <Coordinate label="own-plane.y" value={draft.y} onChange={(y) => change(i, { y })} />
              {(['place.north', 'place.east'] as const).map((axis, n) => (
                <Coordinate
                  key={axis}
                  label={axis}
                  value={draft.place[n]!}
                  onChange={(text) => change(i, { place: draft.place.with(n, text) as [string, string] })}
                />
              ))}
              <Button look={placing === i ? 'strong' : 'plain'} onPress={() => setPlacing(i)}>
                {t('own-plane.on-map', { nth: i + 1 })}
              </Button>
              {drafts.length > 2 && (
                <IconButton
                  icon="close"
                  label={t('own-plane.remove', { nth: i + 1 })}
                  onPress={() => {
                    setPlacing(0)
                    take(drafts.toSpliced(i, 1))
                  }}
                />
              )}
              {offOf(i) !== null && (
                <p className="quiet">{t('own-plane.off', { metres: f.number(offOf(i)!, 2) })}</p>
              )}
            </fieldset>
          </li>
        ))}
      </ol>
      <Button icon="plus" onPress={() => setDrafts([...drafts, noPoint])}>
        {t('own-plane.add')}
      </Button>
      <p role="status">
        {plane === null
          ? t('own-plane.needs')
          : t(whole.length > 2 ? 'own-plane.fits' : 'own-plane.two', {
              scale: f.number(plane.scale, 4),
              turn: f.number(plane.turn, 1),
              spread: f.number(plane.spread, 2),
            })}
      </p>
      {overview && (
        <Suspense fallback={<div className="skeleton places-map" />}>
          <ControlPointsMap
            places={read.flatMap((point, i) => (point ? [{ number: i + 1, at: point.at }] : []))}
            outline={plane && extent ? cornersOf(extent).map(plane.toWgs84) : null}
            bounds={overview.box}
            label={t('own-plane.map')}
            onPlace={press}
          />
        </Suspense>
      )}
    </div>
  )
}

function Coordinate({
  label,
  value,
  onChange,
}: {
  label: 'own-plane.x' | 'own-plane.y' | 'place.north' | 'place.east'
  value: string
  onChange: (text: string) => void
}) {
  const { t } = useWords()
  return (
    <Field label={t(label)}>
      {(ids) => (
        <input
          {...ids}
          inputMode="decimal"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

const cornersOf = ([west, south, east, north]: NonNullable<ImportLayer['extent']>): [number, number][] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
]
