import PDFDocument from 'pdfkit'
import type { Fonts } from './look.ts'

/** Sheets of 24 labels of 70 × 37 mm, as every stationer has them; in points. */
const MILLIMETRE = 72 / 25.4
const LABEL = { width: 70 * MILLIMETRE, height: 37 * MILLIMETRE }
const [COLUMNS, ROWS] = [3, 8] as const
const PAGE_HEIGHT = 297 * MILLIMETRE
/** What lies above the first row and below the last. */
const TOP = (PAGE_HEIGHT - ROWS * LABEL.height) / 2
const INNER = 4 * MILLIMETRE
const CODE = 26 * MILLIMETRE

export interface Label {
  /** A QR code's modules, with the quiet zone that a reader needs around them. */
  code: readonly (readonly boolean[])[]
  /** What the code says, for who can't see it. */
  alt: string
  title: string
  lines: readonly string[]
}

export interface LabelSheet {
  doc: InstanceType<typeof PDFDocument>
  add(label: Label): void
  /** Ends the document; its bytes come out of `doc`. */
  end(): void
}

/** Labels to stick on, from left to right and down, a new page for each sheet; tagged, black on white. */
export function createLabelSheet(options: {
  title: string
  author: string
  /** BCP 47 */
  language: string
  madeAt: Date
  fonts: Fonts
}): LabelSheet {
  const { title, author, language, madeAt, fonts } = options
  const doc = new PDFDocument({
    pdfVersion: '1.7',
    // The published types end before PDF/UA, and take a font for a path only.
    subset: 'PDF/UA' as 'PDF/A-1',
    ...{ tagged: true, displayTitle: true, lang: language, size: 'A4', margin: 0, autoFirstPage: false },
    font: fonts.regular as unknown as string,
    info: { Title: title, Author: author, Creator: 'Driftbild', CreationDate: madeAt },
  })
  doc.registerFont('regular', fonts.regular)
  doc.registerFont('semibold', fonts.semibold)
  const root = doc.struct('Document')
  doc.addStructure(root)
  let count = 0
  return {
    doc,
    add(label) {
      const place = count++ % (COLUMNS * ROWS)
      if (place === 0) doc.addPage()
      const left = (place % COLUMNS) * LABEL.width + INNER
      const top = TOP + Math.floor(place / COLUMNS) * LABEL.height + INNER
      const element = doc.struct('Div')
      root.add(element)
      element.add(doc.struct('Figure', { alt: label.alt }, () => drawCode(doc, label.code, left, top)))
      const text = left + CODE + INNER / 2
      const width = LABEL.width - CODE - 2.5 * INNER
      const room = LABEL.height - 2 * INNER
      element.add(
        doc.struct('P', {}, () => {
          doc.fillColor('black').font('semibold').fontSize(11)
          doc.text(label.title, text, top, { width, height: room / 2, ellipsis: true })
        }),
      )
      element.add(
        doc.struct('P', {}, () => {
          doc.font('regular').fontSize(8)
          doc.text(label.lines.join('\n'), text, doc.y + 2, {
            width,
            height: top + room - doc.y,
            ellipsis: true,
          })
        }),
      )
      element.end()
    },
    end() {
      root.end()
      doc.end()
    },
  }
}

/** One path for all modules: squares that only touch would show seams. */
function drawCode(
  doc: InstanceType<typeof PDFDocument>,
  code: Label['code'],
  left: number,
  top: number,
): void {
  const module = CODE / code.length
  code.forEach((row, y) => {
    row.forEach((isBlack, x) => {
      if (isBlack) doc.rect(left + x * module, top + y * module, module, module)
    })
  })
  doc.fillColor('black').fill()
}
