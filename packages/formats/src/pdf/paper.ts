import type { AssetState } from '@driftbild/core'
import PDFDocument from 'pdfkit'
import type { Area, Fonts, Look } from './look.ts'
import { drawMark } from './mark.ts'

export interface PaperOptions {
  title: string
  author: string
  /** BCP 47: screen readers choose their voice by it. */
  language: string
  madeAt: Date
  fonts: Fonts
  look: Look
  /** What stands at the foot of every page, before its number. */
  foot: string
  pageNumber: (page: number, of: number) => string
}

type Doc = InstanceType<typeof PDFDocument>
export type Element = ReturnType<Doc['struct']>

/** Points: 20 mm to the sides and above, 24 mm below for the foot. */
const MARGINS = { top: 57, bottom: 68, left: 57, right: 57 }
const A4 = { width: 595.28, height: 841.89 }

export const sizes = { cover: 26, 1: 18, 2: 12.5, 3: 10, text: 9.5, small: 8 } as const
export const LINE_GAP = 2.5

/** A tagged document while it is written, from top to bottom: every mark on it is either in the tree or decoration. */
export interface Paper {
  doc: Doc
  look: Look
  left: number
  width: number
  /** What is written next goes in here. */
  parent(): Element
  /** All that `write` writes becomes one element of the tree. */
  within(type: string, write: () => void): void
  /** Breaks the page unless so many points are left on it. */
  need(height: number): void
  newPage(): void
  gap(points: number): void
  cover(title: string, lead: string): void
  /** Sizes 1 and 2 are bookmarks and lines of the contents. It stays with the `first` points of what follows it. */
  heading(level: 1 | 2 | 3, text: string, first?: number): void
  text(text: string, style?: { quiet?: boolean; small?: boolean; strong?: boolean }): void
  /** A line that begins with a state's shape. */
  stateLine(state: AssetState, text: string): void
  /** Drawn by `draw`, told by `alt` to who can't see it; the source and its time stand under it. */
  figure(of: { alt: string; height: number; caption: string }, draw: (area: Area) => void): void
  /** Keeps room for so many lines of contents, of headings down to a level; they are filled in at the end. */
  contents(title: string, lines: number, deepest?: 1 | 2): void
  /** Ends the document; its bytes come out of `doc`. */
  end(): void
}

interface Entry {
  title: string
  level: 1 | 2
  page: number
  name: string
}

interface Reserved {
  element: Element
  page: number
  y: number
  lines: number
  deepest: 1 | 2
}

/** Of what follows a heading: a few lines. */
const FIRST_LINES = 60

export function createPaper(options: PaperOptions): Paper {
  const { look, fonts } = options
  const doc = new PDFDocument({
    pdfVersion: '1.7',
    // The published types end before PDF/UA, and take a font for a path only.
    subset: 'PDF/UA' as 'PDF/A-1',
    tagged: true,
    displayTitle: true,
    lang: options.language,
    size: 'A4',
    margins: MARGINS,
    autoFirstPage: false,
    // Page numbers say of how many, so no page is done before the last.
    bufferPages: true,
    font: fonts.regular as unknown as string,
    info: {
      Title: options.title,
      Author: options.author,
      Creator: 'Driftbild',
      CreationDate: options.madeAt,
    },
  })
  doc.registerFont('regular', fonts.regular)
  doc.registerFont('semibold', fonts.semibold)
  const root = doc.struct('Document')
  doc.addStructure(root)
  const open: Element[] = [root]
  const parent = () => open.at(-1)!
  const left = MARGINS.left
  const width = A4.width - MARGINS.left - MARGINS.right
  const entries: Entry[] = []
  let reserved: Reserved | null = null
  /** Of the last heading that is a bookmark: one below it stands right under it in the tree. */
  let depth = 1
  let chapter: PDFKit.PDFOutline = doc.outline

  const style = (font: keyof Fonts, size: number, colour: string) =>
    doc.font(font).fontSize(size).fillColor(colour)
  const write = (type: string, text: string, more: object = {}) =>
    parent().add(
      doc.struct(type, {}, [() => void doc.text(text, left, doc.y, { width, lineGap: LINE_GAP, ...more })]),
    )

  const paper: Paper = {
    doc,
    look,
    left,
    width,
    parent,
    within(type, inner) {
      const element = doc.struct(type)
      parent().add(element)
      open.push(element)
      inner()
      open.pop()
      element.end()
    },
    need(height) {
      if (doc.y + height > A4.height - MARGINS.bottom) doc.addPage()
    },
    newPage: () => void doc.addPage(),
    gap(points) {
      doc.y += points
    },
    cover(title, lead) {
      doc.addPage()
      doc.y = MARGINS.top + 40
      style('semibold', sizes.cover, look.text)
      write('H1', title)
      doc.y += 4
      style('regular', 12, look.quiet)
      write('P', lead)
      doc.y += 14
    },
    heading(level, text, first = FIRST_LINES) {
      const size = sizes[level]
      style('semibold', size, look.text)
      paper.need(doc.heightOfString(text, { width }) + first)
      if (doc.y > MARGINS.top + 1) doc.y += level === 1 ? 18 : 10
      if (level !== 3) {
        depth = level
        const name = `s${entries.length + 1}`
        doc.addNamedDestination(name, 'XYZ', 0, doc.y - 6, null)
        const at = { top: doc.y - 6, left: A4.width, expanded: level === 1 && entries.length === 0 }
        if (level === 1) chapter = doc.outline.addItem(text, at)
        else chapter.addItem(text, at)
        entries.push({ title: text, level, page: doc.bufferedPageRange().count, name })
      }
      style('semibold', size, look.text)
      write(level === 3 ? `H${depth + 1}` : `H${level}`, text)
      doc.y += 4
    },
    text(text, { quiet = false, small = false, strong = false } = {}) {
      style(strong ? 'semibold' : 'regular', small ? sizes.small : sizes.text, quiet ? look.quiet : look.text)
      paper.need(doc.heightOfString(text, { width, lineGap: LINE_GAP }))
      write('P', text)
      doc.y += 3
    },
    stateLine(state, text) {
      style('regular', sizes.text, look.text)
      const room = { width: width - 18, lineGap: LINE_GAP }
      paper.need(doc.heightOfString(text, room))
      const { y } = doc
      decorate(doc, () => drawMark(doc, look.states[state], left, y, 11))
      style('regular', sizes.text, look.text)
      parent().add(doc.struct('P', {}, [() => void doc.text(text, left + 18, y, room)]))
      doc.y += 3
    },
    figure({ alt, height, caption }, draw) {
      style('regular', sizes.small, look.quiet)
      const captionHeight = doc.heightOfString(caption, { width })
      paper.need(height + captionHeight + 12)
      const area = { x: left, y: doc.y, width, height }
      const bbox: [number, number, number, number] = [left, doc.y, left + width, doc.y + height]
      parent().add(
        doc.struct('Figure', { alt, bbox } as object, [
          () => {
            doc.save()
            draw(area)
            doc.restore()
          },
        ]),
      )
      doc.y = area.y + height + 4
      style('regular', sizes.small, look.quiet)
      write('Caption', caption)
      doc.y += 8
    },
    contents(title, lines, deepest = 2) {
      doc.addPage()
      style('semibold', sizes[1], look.text)
      write('H1', title)
      doc.y += 8
      const element = doc.struct('TOC')
      parent().add(element)
      reserved = { element, page: doc.bufferedPageRange().count - 1, y: doc.y, lines, deepest }
      const more = Math.ceil(Math.max(0, lines - linesFrom(doc.y)) / linesFrom(MARGINS.top))
      for (let i = 0; i < more; i++) doc.addPage()
    },
    end() {
      if (reserved) fillContents(paper, reserved, entries)
      root.end()
      numberPages(doc, options)
      doc.end()
    },
  }
  return paper
}

/** What is drawn for the eye only, and passed over by who has the page read aloud. */
export function decorate(doc: Doc, draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
  doc.markContent('Artifact', { type })
  doc.save()
  draw()
  doc.restore()
  doc.endMarkedContent()
}

const CONTENTS_LINE = 17
const linesFrom = (y: number): number => Math.floor((A4.height - MARGINS.bottom - y) / CONTENTS_LINE)

function fillContents(
  { doc, look, left, width }: Paper,
  { element, page, y: start, lines, deepest }: Reserved,
  entries: readonly Entry[],
): void {
  let [at, y] = [page, start]
  doc.switchToPage(at)
  const shown = entries.filter((entry) => entry.level <= deepest).slice(0, lines)
  for (const { title, level, page: target, name } of shown) {
    if (y + CONTENTS_LINE > A4.height - MARGINS.bottom) {
      doc.switchToPage(++at)
      y = MARGINS.top
    }
    const indent = level === 1 ? 0 : 14
    const item = doc.struct('TOCI')
    element.add(item)
    const link = doc.struct('Link')
    item.add(link)
    doc
      .font(level === 1 ? 'semibold' : 'regular')
      .fontSize(sizes.text)
      .fillColor(look.text)
    link.add(() => {
      const line = { lineBreak: false, width: width - indent - 40, height: CONTENTS_LINE, ellipsis: true }
      doc.text(title, left + indent, y, line)
      doc.text(String(target), left + width - 40, y, { width: 40, align: 'right', lineBreak: false })
    })
    doc.goTo(left, y - 2, width, CONTENTS_LINE - 1, name, {
      structParent: link,
      Contents: new String(title),
    } as object)
    link.end()
    item.end()
    y += CONTENTS_LINE
  }
  element.end()
}

function numberPages(doc: Doc, { look, foot, pageNumber }: PaperOptions): void {
  const { start, count } = doc.bufferedPageRange()
  const width = A4.width - MARGINS.left - MARGINS.right
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page)
    // The foot lies in the margin, where text would otherwise begin a page of its own.
    doc.page.margins.bottom = 0
    decorate(
      doc,
      () => {
        const y = A4.height - 44
        doc.moveTo(MARGINS.left, y - 6).lineTo(MARGINS.left + width, y - 6)
        doc.lineWidth(0.5).strokeColor(look.line).stroke()
        doc.font('regular').fontSize(sizes.small).fillColor(look.quiet)
        doc.text(foot, MARGINS.left, y, { width: width - 80, lineBreak: false, height: 12, ellipsis: true })
        const number = pageNumber(page - start + 1, count)
        doc.text(number, MARGINS.left + width - 80, y, { width: 80, align: 'right', lineBreak: false })
      },
      'Pagination',
    )
    doc.page.margins.bottom = MARGINS.bottom
  }
}
