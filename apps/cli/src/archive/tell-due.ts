import { formatTime, type Kommunkod, type Micros } from '@driftbild/core'
import {
  type Database,
  dueBefore,
  listRetention,
  previewLetGo,
  retentionClasses,
  signalsByClass,
} from '@driftbild/store'
import { Mistake } from '../mistake.ts'
import { aligned } from '../table.ts'
import type { Progress } from '../up/progress.ts'

export interface TellDue {
  db: Database
  municipality: Kommunkod
  /** A class and years to try; null for what was decided. */
  tried: { class: string; years: number } | null
  progress: Progress
  now: () => Micros
}

/** Says what would be let go of, class by class. Changes nothing. */
export async function tellDue({ db, municipality, tried, progress, now }: TellDue): Promise<void> {
  if (tried && !retentionClasses.some(({ id }) => id === tried.class)) {
    throw new Mistake(
      `there is no class ${tried.class}`,
      `There are: ${retentionClasses.map(({ id }) => id).join(', ')}.`,
    )
  }
  const { decided, signals } = await db.transaction({ municipality, role: 'reader' }, async (tx) => ({
    decided: (await listRetention(tx)).flatMap(({ class: id, readingYears }) =>
      readingYears === null ? [] : [{ class: id, years: readingYears }],
    ),
    signals: await signalsByClass(tx),
  }))
  const rules = tried ? [tried] : decided
  if (rules.length === 0) {
    progress.print(`  ${municipality} has decided nothing: everything is kept`)
    return
  }
  const table = [['class', 'before', 'signals', 'readings', 'in an archive', 'megabytes']]
  for (const rule of rules) {
    const before = dueBefore(now(), rule.years)
    const keys = new Set<string>()
    const sum = { readings: 0, archived: 0, bytes: 0 }
    const found = previewLetGo(db, municipality, signals.get(rule.class) ?? [], { from: 0, before })
    for await (const chunk of found) {
      for (const [key, readings] of chunk.readings) {
        keys.add(key)
        sum.readings += readings
      }
      sum.archived += chunk.archived
      sum.bytes += chunk.bytes
      progress.say(
        'archive',
        `${rule.class}: ${formatTime(chunk.from).slice(0, 10)}, ${sum.readings} readings`,
      )
    }
    table.push([
      ...[rule.class, formatTime(before).slice(0, 10), String(keys.size)],
      ...[String(sum.readings), String(sum.archived), (sum.bytes / 1e6).toFixed(1)],
    ])
  }
  for (const line of aligned(table)) progress.print(`  ${line}`)
}
