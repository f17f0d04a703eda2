import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { recordWrites } from './recorded-writes.ts'

// The engine's own main file, with everything recorded that it does to its data.

const { folder } = parseArgs({ options: { folder: { type: 'string' } } }).values
recordWrites(join(folder!, 'data'), journalOf(folder!))
await import('../embedded/main.ts')

function journalOf(path: string): string {
  return `${path}.journal`
}
