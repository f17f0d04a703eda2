export const WIDTH = 900
export const HEIGHT = 300

/** Ink on paper in both themes: it ends on paper. */
const PAPER = '#ffffff'
const INK = '#101418'

export type Stroke = readonly (readonly [x: number, y: number])[]

/** Strokes in a picture of WIDTH × HEIGHT; where nothing was drawn, the name as its signer wrote it. */
export function drawSignature(canvas: HTMLCanvasElement, strokes: readonly Stroke[], name = ''): void {
  const context = canvas.getContext('2d')!
  context.fillStyle = PAPER
  context.fillRect(0, 0, WIDTH, HEIGHT)
  context.strokeStyle = context.fillStyle = INK
  context.lineWidth = 5
  context.lineCap = context.lineJoin = 'round'
  for (const [first, ...rest] of strokes) {
    if (!first) continue
    context.beginPath()
    context.moveTo(...first)
    for (const point of rest.length > 0 ? rest : [first]) context.lineTo(...point)
    context.stroke()
  }
  if (strokes.length > 0 || name === '') return
  context.font = 'italic 72px "Inter Variable", sans-serif'
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(name, WIDTH / 2, HEIGHT / 2, WIDTH - 80)
}

export async function signaturePicture(strokes: readonly Stroke[], name: string): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  drawSignature(canvas, strokes, name)
  const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
  if (!drawn) throw new Error('the signature could not be drawn')
  return drawn
}
