import { type PointerEvent, useEffect, useRef } from 'react'
import { useWords } from '../../i18n/words.tsx'
import { drawSignature, HEIGHT, type Stroke, WIDTH } from './signature-picture.ts'

/** A sheet to write one's name on with a finger, a pen or a mouse. */
export function SignaturePad({
  strokes,
  onStrokes,
}: {
  strokes: readonly Stroke[]
  onStrokes: (strokes: readonly Stroke[]) => void
}) {
  const { t } = useWords()
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawing = useRef<Stroke | null>(null)
  useEffect(() => {
    if (canvas.current) drawSignature(canvas.current, strokes)
  }, [strokes])
  const pointOf = ({ currentTarget, clientX, clientY }: PointerEvent): [number, number] => {
    const box = currentTarget.getBoundingClientRect()
    const part = (at: number, from: number, size: number) => (at - from) / size
    return [
      Math.round(part(clientX, box.x, box.width) * WIDTH),
      Math.round(part(clientY, box.y, box.height) * HEIGHT),
    ]
  }
  return (
    <canvas
      ref={canvas}
      className="signature-pad"
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={t(strokes.length > 0 ? 'signature.drawn' : 'signature.empty')}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        drawing.current = [pointOf(event)]
      }}
      onPointerMove={(event) => {
        if (!drawing.current) return
        drawing.current = [...drawing.current, pointOf(event)]
        drawSignature(event.currentTarget, [...strokes, drawing.current])
      }}
      onPointerUp={() => {
        if (drawing.current) onStrokes([...strokes, drawing.current])
        drawing.current = null
      }}
      onPointerCancel={() => {
        drawing.current = null
      }}
    />
  )
}
