import { commands } from './commands/index.ts'
import { runProgram } from './run-program.ts'

await runProgram(
  'driftbild',
  'The operations picture of a municipality: water, sewer, lighting and waste.',
  commands,
)
