import { fromMillis } from '@driftbild/core'
import type { Command } from 'commander'

export function defineCompact(program: Command): void {
  program
    .command('compact')
    .description('make the embedded engine’s folder small again, while nothing runs on it')
    .addHelpText(
      'after',
      `
Compresses what is older than a week, writes the tables anew that change all the time, and gives the log’s room back.
Nothing that is stored changes. It takes as long as it takes, some minutes for some gigabytes; Ctrl-C ends it after the
step that is under way. Leave as much of the disk free as the largest table takes.

DRIFTBILD_DATA names the folder. A server that DATABASE_URL names is not compacted: it does that by itself.`,
    )
    .action(async () => {
      const { compact } = await import('../compact/compact.ts')
      const { stopAsked } = await import('../stop-asked.ts')
      const { createProgress } = await import('../up/progress.ts')
      await compact(process.env, {
        progress: createProgress(process.stdout),
        stop: stopAsked(),
        now: () => fromMillis(Date.now()),
      })
    })
}
