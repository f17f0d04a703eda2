import type { Command } from 'commander'

export function defineMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to this version’s schema')
    .addHelpText(
      'after',
      '\nDATABASE_URL names a server; without it the embedded engine in DRIFTBILD_DATA is meant.',
    )
    .action(async () => {
      const { openDataFolder } = await import('../up/folder.ts')
      const { createProgress } = await import('../up/progress.ts')
      const { readUpSettings } = await import('../up/settings.ts')
      const { openStore } = await import('../up/store.ts')
      const settings = readUpSettings(process.env)
      const store = await openStore(
        settings,
        openDataFolder(settings.dataFolder),
        createProgress(process.stdout),
      )
      await store.stop()
    })
}
