import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'

export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

export interface CsvRow {
  /** Line of the file on which the row begins, from 1. */
  line: number
  cells: string[]
}

/**
 * Rows of a CSV file, `.gz` or plain, UTF-8 with or without a byte order mark, quoted as in RFC 4180. Empty
 * lines are skipped. `chooseDelimiter` is given the first line. Reads as it goes; a file may be larger than
 * memory.
 */
export async function* readCsv(
  file: string,
  chooseDelimiter: (header: string) => Delimiter,
): AsyncGenerator<CsvRow> {
  const raw = createReadStream(file)
  const bytes = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw
  raw.on('error', (error) => bytes.destroy(error))
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let delimiter: Delimiter | null = null
  let open: { line: number; text: string } | null = null
  let line = 0
  let rest = ''

  function* rowsOf(lines: readonly string[]): Generator<CsvRow> {
    for (const text of lines) {
      line++
      const whole: { line: number; text: string } = open
        ? { line: open.line, text: `${open.text}\n${text}` }
        : { line, text: text.endsWith('\r') ? text.slice(0, -1) : text }
      delimiter ??= chooseDelimiter(whole.text)
      open = isOpen(whole.text) ? whole : null
      if (!open && whole.text !== '') yield { line: whole.line, cells: splitRow(whole.text, delimiter) }
    }
  }

  for await (const chunk of named(bytes, file)) {
    const lines = (rest + decode(decoder, file, chunk)).split('\n')
    rest = lines.pop()!
    yield* rowsOf(lines)
  }
  rest += decode(decoder, file)
  if (rest !== '' || open) yield* rowsOf([rest])
  if (open) throw new Error(`${file}:${(open as { line: number }).line}: a quote is opened and never closed`)
}

/** The delimiter that finds a wanted column in the header; otherwise the one that occurs most. */
export function detectDelimiter(header: string, wanted: string): Delimiter {
  const finds = delimiters.find((delimiter) => splitRow(header, delimiter).includes(wanted))
  const most = [...delimiters].sort((a, b) => splitRow(header, b).length - splitRow(header, a).length)[0]!
  return finds ?? most
}

export function splitRow(text: string, delimiter: Delimiter): string[] {
  if (!text.includes('"')) return text.split(delimiter)
  const cells: string[] = []
  let at = 0
  while (at <= text.length) {
    if (text[at] === '"') {
      let cell = ''
      for (at++; at < text.length; at++) {
        if (text[at] !== '"') cell += text[at]
        else if (text[at + 1] === '"') cell += text[++at]
        else break
      }
      const end = text.indexOf(delimiter, ++at)
      cells.push(cell + (end < 0 ? text.slice(at) : text.slice(at, end)).trimEnd())
      at = end < 0 ? text.length + 1 : end + 1
    } else {
      const end = text.indexOf(delimiter, at)
      cells.push(end < 0 ? text.slice(at) : text.slice(at, end))
      at = end < 0 ? text.length + 1 : end + 1
    }
  }
  return cells
}

async function* named(bytes: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  try {
    yield* bytes
  } catch (cause) {
    throw new Error(`${file} can’t be read: ${(cause as Error).message}`, { cause })
  }
}

function isOpen(text: string): boolean {
  if (!text.includes('"')) return false
  let quotes = 0
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes++
  return quotes % 2 === 1
}

function decode(decoder: TextDecoder, file: string, chunk?: Buffer): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
  } catch (cause) {
    throw new Error(`${file} is not UTF-8 text: convert it first (iconv -f LATIN1 -t UTF-8)`, { cause })
  }
}
