import { expect, test } from 'vitest'
import { auditCsv } from './audit-csv.ts'

test('quotes, line ends and formulas stay text', () => {
  const entry = {
    id: 1,
    at: '2026-01-01T00:00:00Z',
    by: 'Eva "E"',
    what: 'x',
    ref: '=1+1',
    subject: { type: 'document' as const, name: '@b' },
    detail: { a: 'b,c' },
  }
  expect(auditCsv([entry])).toBe(
    '\uFEFF"at","by","what","ref","subject","detail"\r\n' +
      `"2026-01-01T00:00:00Z","Eva ""E""","x","'=1+1","'@b","{""a"":""b,c""}"\r\n`,
  )
})
