import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'

/** A dragged entry, and the place that it would take if it were let go of now. */
export interface Dragging {
  from: number
  to: number
  /** Pixels below where it was picked up. */
  by: number
}

/** Turns a list by the handles of its entries: dragged with a finger or a mouse, or moved by the arrow keys. */
export function useDragOrder(count: number, move: (from: number, to: number) => Promise<unknown>) {
  const list = useRef<HTMLOListElement>(null)
  const [dragging, setDragging] = useState<Dragging | null>(null)
  const start = useRef(0)

  const placeAt = (y: number): number => {
    const entries = [...(list.current?.children ?? [])].slice(0, count)
    const below = entries.findIndex((entry) => {
      const { top, height } = entry.getBoundingClientRect()
      return y < top + height / 2
    })
    return below < 0 ? count - 1 : below
  }
  /** Its neighbours close up behind it, so places below it are one nearer. */
  const target = (from: number, y: number): number => {
    const place = placeAt(y)
    return place > from && place < count - 1 ? place - 1 : place
  }

  const handle = (from: number, key: string) => ({
    'data-handle': key,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      start.current = event.clientY
      setDragging({ from, to: from, by: 0 })
    },
    onPointerMove: ({ clientY }: PointerEvent) => {
      if (dragging) setDragging({ from, to: target(from, clientY), by: clientY - start.current })
    },
    onPointerUp: () => {
      if (dragging && dragging.to !== from) void move(from, dragging.to)
      setDragging(null)
    },
    onPointerCancel: () => setDragging(null),
    onKeyDown: async (event: KeyboardEvent) => {
      const to = from + (keys[event.key] ?? 0)
      if (to === from || to < 0 || to >= count) return
      event.preventDefault()
      await move(from, to)
      // The browser forgets the focus of what it moves.
      list.current?.querySelector<HTMLElement>(`[data-handle="${CSS.escape(key)}"]`)?.focus()
    },
  })
  return { list, dragging, handle }
}

const keys: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 }
