import { useState } from 'react'
import { useWords } from '../../i18n/words.tsx'
import { Icon } from '../../signs/icon.tsx'
import { IconButton } from '../../ui/button.tsx'
import { useDragOrder } from './use-drag-order.ts'

interface StopOrderProps {
  stops: readonly { key: string; title: string }[]
  move: (from: number, to: number) => Promise<unknown>
}

/** The order of what is still to be done: dragged by its handles, moved by arrow keys, or by a press up or down. */
export function StopOrder({ stops, move }: StopOrderProps) {
  const { t } = useWords()
  const [said, setSaid] = useState('')
  const turn = async (from: number, to: number) => {
    await move(from, to)
    setSaid(t('order.moved', { title: stops[from]!.title, place: to + 1, count: stops.length }))
  }
  const { list, dragging, handle } = useDragOrder(stops.length, turn)
  return (
    <>
      <p className="quiet">{t('order.how')}</p>
      <ol className="visits" ref={list}>
        {stops.map(({ key, title }, i) => (
          <li
            key={key}
            className="visit"
            data-dragged={dragging?.from === i || undefined}
            data-over={(dragging && dragging.to === i && dragging.from !== i) || undefined}
            style={dragging?.from === i ? { transform: `translateY(${dragging.by}px)` } : undefined}
          >
            <button
              type="button"
              className="visit-handle"
              aria-label={t('order.handle', { title, place: i + 1, count: stops.length })}
              {...handle(i, key)}
            >
              <Icon name="drag" size={32} />
            </button>
            <span className="visit-what">
              <strong>{title}</strong>
            </span>
            <span className="visit-move">
              <IconButton
                icon="up"
                label={t('visit.earlier', { title })}
                isDisabled={i === 0}
                onPress={() => void turn(i, i - 1)}
              />
              <IconButton
                icon="down"
                label={t('visit.later', { title })}
                isDisabled={i === stops.length - 1}
                onPress={() => void turn(i, i + 1)}
              />
            </span>
          </li>
        ))}
      </ol>
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
    </>
  )
}
