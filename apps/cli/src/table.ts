/** A table's rows as lines of equal columns; numbers stand at the right,. */
export function aligned(table: readonly (readonly string[])[]): string[] {
  const columns = table[0]?.length ?? 0
  const widths = Array.from({ length: columns }, (_, c) =>
    Math.max(...table.map((row) => row[c]?.length ?? 0)),
  )
  return table.map((row) =>
    row
      .map((text, c) => (isNumeric(table, c) ? text.padStart(widths[c]!) : text.padEnd(widths[c]!)))
      .join('  ')
      .trimEnd(),
  )
}

const isNumeric = (table: readonly (readonly string[])[], column: number): boolean =>
  table.length > 1 && table.slice(1).every((row) => /^(–|[-+]?\d[\d.]*)?$/.test(row[column] ?? ''))
