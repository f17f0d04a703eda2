import type { Kommunkod } from '@driftbild/core'
import { type Database, listImports, listIssues, listSignals } from '@driftbild/store'
import type { Progress } from '../up/progress.ts'

interface Imported {
  db: Database
  municipality: Kommunkod
  /** The import's. */
  hash: string
  progress: Progress
}

/** What was kept aside because the register knows no such signal, or knows it in another unit. */
export async function tellIssues({ db, municipality, hash, progress }: Imported): Promise<void> {
  const { issues, units } = await db.transaction({ municipality, role: 'api' }, async (tx) => {
    const [own] = await listImports(tx, hash)
    const issues = (await listIssues(tx)).filter((issue) => issue.collector === own?.id)
    const signals = await listSignals(tx, { keys: issues.map((issue) => issue.key) })
    return { issues, units: new Map(signals.map(({ key, unit }) => [key, unit as string])) }
  })
  // The centre takes over by itself what was kept for signals that are there now.
  const open = issues.filter(({ key, unit }) => units.get(key) !== unit)
  for (const { kind, key, unit, expectedUnit, readings } of open) {
    const why = {
      'unknown-key': 'the register has no such signal; --add-signals puts those in that it lacks',
      'wrong-unit': `the register says ${expectedUnit}, what is imported ${unit}`,
      'ahead-of-time': 'their time is yet to come',
    }[kind]
    progress.print(`  ${key}: ${readings} readings are kept aside, ${why}`)
  }
  if (open.length > 0) process.exitCode = 1
}
