import { Command } from 'commander'
import { Mistake } from './mistake.ts'

/** sysexits.h: a person has to change something before trying again is of use. */
const EX_CONFIG = 78

/** Does what the command line says. A person's mistake ends in a sentence and what to do about it. */
export async function runProgram(
  name: string,
  description: string,
  commands: readonly ((program: Command) => void)[],
): Promise<void> {
  const program = new Command(name)
    .description(description)
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
}
