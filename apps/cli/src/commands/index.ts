import type { Command } from 'commander'
import { defineArchive } from './archive.ts'
import { defineBacktest } from './backtest.ts'
import { defineBackup } from './backup.ts'
import { defineBench } from './bench.ts'
import { defineBundle } from './bundle.ts'
import { defineCompact } from './compact.ts'
import { defineEdge } from './edge.ts'
import { defineImport } from './import.ts'
import { defineInvite } from './invite.ts'
import { defineMigrate } from './migrate.ts'
import { defineReplay } from './replay.ts'
import { defineSignInLink } from './sign-in-link.ts'
import { defineSimulate } from './simulate.ts'
import { defineUp } from './up.ts'

/** Every command, in the order in which the help lists them. A new one is a file and a line here. */
export const commands: readonly ((program: Command) => void)[] = [
  defineUp,
  defineSignInLink,
  defineInvite,
  defineEdge,
  defineSimulate,
  defineReplay,
  defineImport,
  defineArchive,
  defineBackup,
  defineMigrate,
  defineCompact,
  defineBacktest,
  defineBench,
  defineBundle,
]
