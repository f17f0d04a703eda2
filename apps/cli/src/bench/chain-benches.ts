import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { handOver } from '../hand-over.ts'
import { Mistake } from '../mistake.ts'
import { paths } from '../paths.ts'

interface ChainBench {
  about: string
  /** In the checkout: it runs the whole chain, test servers included. */
  script: string
  options: Record<string, string>
}

/** Benchmarks of the chain from devices to rows. They bring their own data and read their own options. */
export const chainBenches: Readonly<Record<string, ChainBench>> = {
  collect: {
    about: 'how many values a second come from devices to disk and into the store, and what each costs',
    script: 'test/bench/collect.ts',
    options: {
      seconds: 'of each step (60)',
      opcua: 'variables at one value a second, by step (2000,10000,20000,40000)',
      modbus: 'registers of each of 100 devices, read every second, by step (100,500,1000)',
      soak: 'minutes of one more step at a rate that is held, for the memory (0)',
      'node-red': 'the same devices read by Node-RED, installed into a temporary folder, beside it',
      short: 'small steps of a few seconds, to see that it works',
    },
  },
  store: {
    about:
      'how fast the store takes readings in beside a bare COPY, how fast it answers, what a reading takes',
    script: 'test/bench/store.ts',
    options: {
      readings: 'that it answers from, over a year of 10,000 signals (50000000)',
      keep: 'folder to fill, or to measure again as it is (a temporary one)',
      server: 'URL of a server on which databases may be made (DATABASE_URL, or the embedded engine)',
      data: 'folder with inflow_Ls.csv.gz, for the bytes of real readings (none)',
      'town-days': 'of the simulated town, for the bytes of its readings (14)',
      batches: 'of 5,000 readings that each way of writing writes in a round (20)',
      rounds: 'of writing (7)',
      runs: 'of each question (100)',
      only: 'writes, reads or bytes, with commas between (all)',
      short: 'little of each, to see that it works',
    },
  },
  map: {
    about: 'a municipality on the map: tiles, search, and our page beside one of MapLibre alone',
    script: 'test/bench/map.ts',
    options: {
      assets: 'that the municipality has, about (250000)',
      visits: 'of each of the two pages, in turn (5)',
      web: 'folder with the built pages (apps/web/dist)',
      short: 'little of each, to see that it works',
    },
  },
  phone: {
    about: 'a crew’s phone: how long until its day can be read, with a slow line and with none',
    script: 'test/bench/phone.ts',
    options: { visits: 'of a phone that was never there (5)' },
  },
  faults: {
    about: 'what a chain stores while everything in it fails; ends with 1 where a value is lost or doubled',
    script: 'test/faults/main.ts',
    options: {
      count: 'how many faults (200)',
      seed: 'which ones, in which order (1)',
      only: 'some kinds alone, with commas between (all)',
    },
  },
}

/** Runs it in the foreground, and ends as it ends. */
export async function runChainBench(
  name: string,
  { script }: ChainBench,
  words: readonly string[],
): Promise<void> {
  const file = join(paths.root, script)
  if (!existsSync(file)) {
    throw new Mistake(`bench ${name} needs the checkout: there is no ${file}`, 'Run it where the source is.')
  }
  await handOver(file, words)
}
