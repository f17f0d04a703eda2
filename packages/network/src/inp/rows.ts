import type { InpProblem } from './problem.ts'

export const sections = [
  'TITLE',
  'JUNCTIONS',
  'RESERVOIRS',
  'TANKS',
  'PIPES',
  'PUMPS',
  'VALVES',
  'TAGS',
  'DEMANDS',
  'STATUS',
  'PATTERNS',
  'CURVES',
  'CONTROLS',
  'RULES',
  'ENERGY',
  'EMITTERS',
  'QUALITY',
  'SOURCES',
  'REACTIONS',
  'MIXING',
  'TIMES',
  'REPORT',
  'OPTIONS',
  'COORDINATES',
  'VERTICES',
  'LABELS',
  'BACKDROP',
  'END',
] as const
export type Section = (typeof sections)[number]

export interface Row {
  line: number
  section: Section
  fields: string[]
  text: string
  comment: string | null
}

/** Words between blanks; quotes keep blanks together. */
const fieldsOf = (content: string): string[] =>
  Array.from(content.matchAll(/"([^"]*)"?|[^\s"]+/g), (match) => match[1] ?? match[0])

/** A file's lines by section. Sections are known by their first four letters, as EPANET knows them. */
export function splitInp(text: string): { rows: Map<Section, Row[]>; problems: InpProblem[] } {
  const rows = new Map<Section, Row[]>()
  const problems: InpProblem[] = []
  let section: Section | null | undefined
  for (const [i, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = i + 1
    const semicolon = raw.indexOf(';')
    const content = (semicolon < 0 ? raw : raw.slice(0, semicolon)).trim()
    if (content.startsWith('[')) {
      const name = content.slice(1).replace(/\].*$/, '').trim().toUpperCase()
      section = sections.find((s) => s.slice(0, 4) === name.slice(0, 4)) ?? null
      if (section === null) problems.push({ line, section: '', code: 'unknown-section', what: content })
      if (section === 'END') break
      continue
    }
    if (content === '') continue
    if (section === undefined) {
      problems.push({ line, section: '', code: 'outside-section', what: content })
      section = null
    }
    if (section === null) continue
    const comment = semicolon < 0 ? '' : raw.slice(semicolon + 1).trim()
    const row: Row = {
      line,
      section,
      fields: fieldsOf(content),
      text: section === 'TITLE' ? raw.trim() : content,
      comment: comment || null,
    }
    const list = rows.get(section)
    if (list) list.push(row)
    else rows.set(section, [row])
  }
  return { rows, problems }
}
