import { settingFactor } from './read-links.ts'
import { complain, isKeyword, linkAt, nodeAt, numberAt, type Reader, wordAt } from './reader.ts'
import type { Row } from './rows.ts'
import { readTime } from './time.ts'

/** LINK id action IF NODE id ABOVE|BELOW value, or AT TIME t, or AT CLOCKTIME t. */
export function readControl(reader: Reader, row: Row): void {
  const link = linkAt(reader, row, 1)
  if (!link) return
  const word = wordAt(row, 2)
  const factor = link.type === 'valve' ? settingFactor(link.kind, reader.factors) : 1
  const action =
    word === 'OPEN'
      ? 'open'
      : isKeyword(word, 'CLOSED')
        ? 'closed'
        : numberAt(reader, row, 2, 'status') * factor
  const when = wordAt(row, 3) === 'IF' ? readLevel(reader, row) : readInstant(reader, row)
  if (when) reader.network.controls.push({ link: link.id, action, when })
}

function readLevel(reader: Reader, row: Row) {
  const node = nodeAt(reader, row, 5)
  const relation = wordAt(row, 6)
  if (relation !== 'ABOVE' && relation !== 'BELOW') {
    return complain(reader, row, 'unknown-word', row.fields[6] ?? 'ABOVE or BELOW')
  }
  if (!node) return
  // A tank's level is a length, a junction's value a pressure.
  const factor = node.type === 'junction' ? reader.factors.pressure : reader.factors.length
  const type = relation === 'ABOVE' ? ('above' as const) : ('below' as const)
  return { type, node: node.id, value: numberAt(reader, row, 7, 'level') * factor }
}

function readInstant(reader: Reader, row: Row) {
  const kind = wordAt(row, 4)
  const seconds = readTime(row.fields.slice(5))
  if (kind !== 'TIME' && kind !== 'CLOCKTIME') {
    return complain(reader, row, 'unknown-word', row.fields[4] ?? 'TIME')
  }
  if (seconds === null) return complain(reader, row, 'not-a-number', row.fields[5] ?? '')
  return { type: kind === 'TIME' ? ('at-time' as const) : ('at-clock' as const), seconds }
}

export function readRules(reader: Reader, rows: readonly Row[]): void {
  for (const row of rows) {
    if (wordAt(row, 0) === 'RULE') reader.network.rules.push({ id: row.fields[1] ?? '', clauses: [] })
    else {
      const rule = reader.network.rules.at(-1)
      if (rule) rule.clauses.push(inSI(reader, row))
      else complain(reader, row, 'too-few-fields', 'RULE')
    }
  }
}

/** A clause with its number, the last field, brought to SI by the quantity that it names. */
function inSI(reader: Reader, row: Row): string {
  const { fields } = row
  const value = Number(fields.at(-1))
  if (!Number.isFinite(value) || fields.length < 5) return fields.join(' ')
  const { flow, length, pressure, power } = reader.factors
  const quantity = wordAt(row, 3)
  const link = reader.links.get(fields[2]!)
  const settings = link?.type === 'valve' ? settingFactor(link.kind, reader.factors) : 1
  const factors: Record<string, number> = {
    LEVEL: length,
    HEAD: length,
    GRADE: length,
    PRESSURE: pressure,
    FLOW: flow,
    DEMAND: flow,
    POWER: power,
    SETTING: settings,
  }
  return [...fields.slice(0, -1), value * (factors[quantity] ?? 1)].join(' ')
}
