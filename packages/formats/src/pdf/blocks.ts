import { decorate, LINE_GAP, type Paper, sizes } from './paper.ts'

export interface Fact {
  name: string
  value: string
  /** Where it is from. */
  source?: string
}

const COLUMN_GAP = 24

/** Facts in two columns, row by row: each its name, its value, and where it is from. */
export function writeFacts(paper: Paper, facts: readonly Fact[]): void {
  const { doc, look, left, width } = paper
  const column = (width - COLUMN_GAP) / 2
  const options = { width: column, lineGap: LINE_GAP - 1 }
  const heightOf = ({ name, value, source }: Fact) => {
    doc.font('regular').fontSize(sizes.small)
    const around = doc.heightOfString(name, options) + (source ? doc.heightOfString(source, options) : 0)
    return around + doc.fontSize(sizes.text).heightOfString(value, options) + 8
  }
  paper.within('L', () => {
    for (let i = 0; i < facts.length; i += 2) {
      const pair = facts.slice(i, i + 2)
      const height = Math.max(...pair.map(heightOf))
      paper.need(height)
      const top = doc.y
      pair.forEach(({ name, value, source }, side) => {
        const x = left + side * (column + COLUMN_GAP)
        paper.within('LI', () => {
          doc.y = top
          doc.font('regular').fontSize(sizes.small).fillColor(look.quiet)
          paper.parent().add(doc.struct('Lbl', {}, [() => void doc.text(name, x, top, options)]))
          const body = () => {
            doc.fontSize(sizes.text).fillColor(look.text).text(value, x, doc.y, options)
            if (source) doc.fontSize(sizes.small).fillColor(look.quiet).text(source, x, doc.y, options)
          }
          paper.parent().add(doc.struct('LBody', {}, [body]))
        })
      })
      doc.y = top + height
    }
  })
}

export interface TableColumn {
  title: string
  /** Share of the width; they add up to 1. */
  share: number
}

/** A table whose heading is repeated where it goes on over a page. */
export function writeTable(
  paper: Paper,
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): void {
  const { doc, look, left, width } = paper
  const PAD = 4
  const xs: number[] = []
  columns.reduce((x, { share }) => {
    xs.push(x)
    return x + share * width
  }, left)
  const cellOptions = (i: number) => ({ width: columns[i]!.share * width - 2 * PAD, lineGap: 1 })
  const heightOf = (cells: readonly string[]) =>
    Math.max(...cells.map((text, i) => doc.heightOfString(text, cellOptions(i)))) + 2 * PAD
  const rule = (y: number) =>
    decorate(doc, () => {
      doc.moveTo(left, y).lineTo(left + width, y)
      doc.lineWidth(0.5).strokeColor(look.line).stroke()
    })
  const row = (cells: readonly string[], type: 'TH' | 'TD') => {
    const top = doc.y
    const height = heightOf(cells)
    paper.within('TR', () => {
      cells.forEach((text, i) => {
        const more = type === 'TH' ? { scope: 'Column' } : {}
        const draw = () => void doc.text(text, xs[i]! + PAD, top + PAD, cellOptions(i))
        paper.parent().add(doc.struct(type, more as object, [draw]))
      })
    })
    doc.y = top + height
    rule(doc.y)
  }
  const head = () => {
    doc.font('semibold').fontSize(sizes.small).fillColor(look.quiet)
    row(
      columns.map(({ title }) => title),
      'TH',
    )
  }
  paper.within('Table', () => {
    paper.need(60)
    head()
    for (const cells of rows) {
      doc.font('regular').fontSize(sizes.small)
      const page = doc.page
      paper.need(heightOf(cells))
      if (doc.page !== page) head()
      doc.font('regular').fontSize(sizes.small).fillColor(look.text)
      row(cells, 'TD')
    }
  })
  doc.y += 8
}

/** Lines to be signed on paper. */
export function writeSignatures(
  paper: Paper,
  lines: readonly { role: string; fields: readonly string[] }[],
): void {
  const { doc, look, left, width } = paper
  for (const { role, fields } of lines) {
    paper.need(60)
    const top = doc.y + 30
    const column = width / fields.length
    decorate(doc, () => {
      fields.forEach((_, i) => {
        doc.moveTo(left + i * column, top).lineTo(left + (i + 1) * column - 16, top)
      })
      doc.lineWidth(0.7).strokeColor(look.quiet).stroke()
    })
    doc.font('regular').fontSize(sizes.small).fillColor(look.quiet)
    fields.forEach((field, i) => {
      const text = i === 0 ? `${role}: ${field}` : field
      const draw = () => void doc.text(text, left + i * column, top + 4, { width: column - 16 })
      paper.parent().add(doc.struct('P', {}, [draw]))
    })
    doc.y = top + 22
  }
}
