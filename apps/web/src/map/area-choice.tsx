import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import type { Corner, Drawing } from './draw-area.ts'
import type { TownMap } from './town-map.ts'

/** Draws an area on the map and opens the register with what lies in it. */
export function AreaChoice({ map }: { map: TownMap | null }) {
  const { t } = useWords()
  const { code } = useHere()
  const navigate = useNavigate()
  const { service, class: named, state, zone } = useSearch({ strict: false })
  const [corners, setCorners] = useState<number | null>(null)
  const drawing = useRef<Drawing>(null)
  const stop = () => {
    drawing.current?.stop()
    drawing.current = null
    setCorners(null)
  }
  useEffect(() => () => drawing.current?.stop(), [])
  const open = (drawn: readonly Corner[]) => {
    const area = drawn.map((corner) => corner.map((degrees) => degrees.toFixed(5)).join(',')).join(';')
    stop()
    navigate({
      to: '/$municipality/list',
      params: { municipality: code },
      search: { q: undefined, service, class: named, state, zone, area },
    })
  }
  if (corners === null) {
    return (
      <IconButton
        icon="area"
        label={t('area.choose')}
        isDisabled={!map}
        onPress={() => {
          if (map) drawing.current = map.draw({ onCorners: setCorners, onDone: open })
        }}
      />
    )
  }
  return (
    <fieldset
      className="area-choice"
      onKeyDown={(event) => {
        if (event.key === 'Escape') stop()
      }}
    >
      <legend className="visually-hidden">{t('area.choose')}</legend>
      <p role="status">{t('area.corners', { count: corners })}</p>
      <div className="form-actions">
        <Button look="strong" isDisabled={corners < 3} onPress={() => drawing.current?.finish()}>
          {t('area.done')}
        </Button>
        <Button isDisabled={corners === 0} onPress={() => drawing.current?.undo()}>
          {t('area.undo')}
        </Button>
        <Button onPress={stop}>{t('action.cancel')}</Button>
      </div>
    </fieldset>
  )
}
