import type { Command } from 'commander'

export function defineBackup(program: Command): void {
  program
    .command('backup')
    .description('copy everything that Driftbild keeps, so that it can be put back')
    .requiredOption('--out <folder>', 'where it goes; a folder that is not there yet')
    .addHelpText(
      'after',
      `
Copied are the store, the files of documents (photos, voice notes, signatures, drawings), what signs sessions, and what
waits at the edge; each with its SHA-256. The embedded engine has to be stopped for it. A server that DATABASE_URL names
is backed up with its own tools, and before this: then every file that it names is here.

A backup is whole or not there: Ctrl-C leaves nothing. Keep it on another machine.

Example:
  driftbild backup --out /srv/backup/2026-11-22`,
    )
    .action(async ({ out }: { out: string }) => {
      const { backup } = await import('../backup/backup.ts')
      await backup(process.env, { out, now: () => Date.now(), ...(await atWork()) })
    })

  program
    .command('restore')
    .description('put a backup back as a data folder')
    .argument('<folder>', 'of the backup')
    .addHelpText(
      'after',
      `
DRIFTBILD_DATA names where it goes: a folder that is empty or not there yet; nothing is ever overwritten. Every file is
compared with what was backed up; where one differs, nothing is put back. Then start as always.`,
    )
    .action(async (from: string) => {
      const { restore } = await import('../backup/restore.ts')
      await restore(process.env, { from, ...(await atWork()) })
    })
}

async function atWork() {
  const { stopAsked } = await import('../stop-asked.ts')
  const { createProgress } = await import('../up/progress.ts')
  return { progress: createProgress(process.stdout), stop: stopAsked() }
}
