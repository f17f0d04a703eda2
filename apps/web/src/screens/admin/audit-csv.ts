import type { AuditEntryView } from '../../data/admin.ts'

const columns = ['at', 'by', 'what', 'ref', 'subject', 'detail'] as const

/** As RFC 4180 has it, with a byte order mark so that spreadsheets read it as UTF-8. */
export function auditCsv(entries: readonly AuditEntryView[]): string {
  const rows = entries.map((entry) => [
    entry.at,
    entry.by,
    entry.what,
    entry.ref,
    entry.subject?.name ?? '',
    JSON.stringify(entry.detail),
  ])
  return `\uFEFF${[[...columns], ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`
}

/** A cell that begins like a formula would be one in a spreadsheet: somebody else may have written it. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
