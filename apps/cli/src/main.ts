import { Command } from 'commander'
import { commands } from './commands/index.ts'
import { Mistake } from './mistake.ts'

/** sysexits.h: a person has to change something before trying again is of use. */
const EX_CONFIG = 78

const program = new Command('driftbild')
  .description('The operations picture of a municipality: water, sewer, lighting and waste.')
  .showHelpAfterError('(add --help for what can be said here)')
  .configureHelp({ sortSubcommands: false })

for (const define of commands) define(program)

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof Mistake)) throw error
  console.error(`driftbild: ${error.message}`)
  if (error.advice) console.error(`  ${error.advice}`)
  process.exitCode = EX_CONFIG
}
