import type { Command } from 'commander'
import { handOver } from '../hand-over.ts'
import { paths } from '../paths.ts'

export function defineSimulate(program: Command): void {
  program
    .command('simulate')
    .description('play the simulated town’s devices over OPC UA and Modbus/TCP, and nothing else')
    .requiredOption('--folder <folder>', 'where its certificates, ports and ground truth are kept')
    .option('--seed <n>', 'which town', '1')
    .option('--speed <n>', 'simulated seconds in a second', '1')
    .action(({ folder, seed, speed }: { folder: string; seed: string; speed: string }) =>
      handOver(paths.simulators, ['town', '--folder', folder, '--seed', seed, '--speed', speed]),
    )
}
