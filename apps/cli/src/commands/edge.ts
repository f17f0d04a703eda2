import type { Command } from 'commander'
import { handOver } from '../hand-over.ts'
import { paths } from '../paths.ts'

export function defineEdge(program: Command): void {
  program
    .command('edge')
    .description('read one site’s devices and hand their readings to the centre')
    .argument('[words...]', 'what the edge takes: --config FILE, status, enrol … (--help lists it)')
    .allowUnknownOption()
    .helpOption(false)
    .action((words: string[]) => handOver(paths.edge, words))
}
