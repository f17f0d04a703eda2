import type { Position } from '@driftbild/core'
import { useState } from 'react'
import { useWords } from '../../i18n/words.tsx'
import { Field } from '../../ui/field.tsx'
import { ShowChoice } from '../../ui/show-choice.tsx'
import { positionIn, type ShownSystem, textsOf } from './coordinates.ts'

const systems = [
  { value: '3006', crs: 3006, label: 'SWEREF 99 TM', axes: ['place.north', 'place.east'] },
  { value: '4326', crs: 4326, label: 'WGS 84', axes: ['place.latitude', 'place.longitude'] },
] as const satisfies readonly { crs: ShownSystem; [other: string]: unknown }[]

interface PointCoordinatesProps {
  place: Position
  onPlace: (place: Position) => void
}

/** Where one point lies, to read and to type: taken over with Enter or when the field is left. */
export function PointCoordinates({ place, onPlace }: PointCoordinatesProps) {
  const { t, locale } = useWords()
  const [named, setNamed] = useState<(typeof systems)[number]['value']>('3006')
  const system = systems.find(({ value }) => value === named) ?? systems[0]
  const now = textsOf(place, system.crs, locale)
  const [typed, setTyped] = useState<{ of: string; texts: [string, string] } | null>(null)
  // What was typed belongs to the place that it was typed over; another place shows its own.
  const of = `${place.join()} ${named}`
  const texts = typed?.of === of ? typed.texts : now
  const isTyped = texts[0] !== now[0] || texts[1] !== now[1]
  const read = isTyped ? positionIn(texts, system.crs) : place
  const take = () => {
    if (isTyped && read) onPlace(read)
  }
  return (
    <div className="place-coordinates">
      <ShowChoice
        label={t('place.system')}
        value={named}
        onChange={setNamed}
        options={systems.map(({ value, label }) => ({ value, label }))}
      />
      <div className="place-pair">
        {system.axes.map((axis, i) => (
          <Field key={axis} label={t(axis)}>
            {(ids) => (
              <input
                {...ids}
                inputMode="decimal"
                value={texts[i]}
                aria-invalid={read === null}
                onChange={(event) =>
                  setTyped({ of, texts: texts.with(i, event.target.value) as [string, string] })
                }
                onBlur={take}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter') return
                  event.preventDefault()
                  take()
                }}
              />
            )}
          </Field>
        ))}
      </div>
      {read === null && (
        <p className="inline-problem" role="alert">
          {t('place.coordinates.invalid', { system: system.label })}
        </p>
      )}
    </div>
  )
}
