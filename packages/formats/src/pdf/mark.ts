import type { Look } from './look.ts'

/** A state's shape, as on the page and the map. */
export function drawMark(
  doc: PDFKit.PDFDocument,
  { shape, fill, edge, stroke }: Look['states'][keyof Look['states']],
  x: number,
  y: number,
  size: number,
): void {
  doc.save()
  doc.translate(x, y).scale(size / 16)
  doc.path(shape).lineWidth(stroke).fillAndStroke(fill, edge)
  doc.restore()
}
