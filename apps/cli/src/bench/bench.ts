import { accessSync, constants, existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { BadData, type Bench, benches, findFile } from '@driftbild/models/bench'
import { Mistake } from '../mistake.ts'
import { aligned } from '../table.ts'
import { chainBenches, runChainBench } from './chain-benches.ts'
import { optionsOf } from './options-of.ts'

export async function bench(name: string, words: readonly string[]): Promise<void> {
  if (name === 'list') return list()
  const ofChain = chainBenches[name]
  if (ofChain) return runChainBench(name, ofChain, words)
  const one = benches[name]
  if (!one) {
    const names = [...Object.keys(benches), ...Object.keys(chainBenches)]
    throw new Mistake(`no benchmark ${name}`, `There are: ${names.join(', ')}.`)
  }
  const { data, out, ...options } = optionsOf(words)
  if (!data) throw new Mistake(`bench ${name} needs --data DIR, the folder with its data`, folderOf(one))
  if (!out) throw new Mistake(`bench ${name} needs --out FILE, where its answers go`)
  requireData(one, name, data)
  requireWritable(out)
  const result = await one
    .run({
      data,
      options,
      progress: (done, message) => process.stderr.write(`${Math.round(done * 100)} % ${message}\n`),
    })
    .catch((cause: Error) => {
      if (!(cause instanceof BadData)) throw cause
      throw new Mistake(`bench ${name}: ${cause.message}`, folderOf(one), { cause })
    })
  const { header, rows } = result.answers
  writeFileSync(out, `${[header, ...rows].map((row) => row.map(cell).join(',')).join('\n')}\n`)
  for (const line of aligned(result.table)) console.log(line)
  console.log(JSON.stringify({ bench: name, ...result.figures }))
}

function list(): void {
  for (const [name, { about, files, options }] of Object.entries(benches)) {
    console.log(`${name}  ${about}`)
    for (const file of files) console.log(`  ${file.name}  ${file.what}${file.needed ? '' : ' (if there)'}`)
    for (const [option, { default: value, help }] of Object.entries(options)) {
      console.log(`  --${option}  ${help} (${value})`)
    }
  }
  for (const [name, { about, options }] of Object.entries(chainBenches)) {
    console.log(`${name}  ${about}`)
    for (const [option, help] of Object.entries(options)) console.log(`  --${option}  ${help}`)
  }
}

function requireData(one: Bench, name: string, data: string): void {
  if (!existsSync(data)) throw new Mistake(`--data ${data} is not there`, folderOf(one))
  if (!statSync(data).isDirectory()) throw new Mistake(`--data ${data} is a file`, folderOf(one))
  const missing = one.files.filter((file) => file.needed && !findFile(data, file.name))
  if (missing.length === 0) return
  throw new Mistake(
    `bench ${name}: ${resolve(data)} has no ${missing.map((file) => file.name).join(', ')}, nor with .gz`,
    folderOf(one),
  )
}

/** Found out before the long work, not after it. */
function requireWritable(out: string): void {
  try {
    if (existsSync(out)) accessSync(out, constants.W_OK)
    else {
      writeFileSync(out, '')
      rmSync(out)
    }
  } catch (cause) {
    throw new Mistake(
      `--out ${out} can’t be written: ${(cause as Error).message}`,
      `Is ${dirname(resolve(out))} a folder that you may write to?`,
      { cause },
    )
  }
}

const folderOf = (one: Bench): string =>
  `--data is the folder that holds ${one.files.map((file) => `${file.name} (${file.what})`).join(', ')}.`

const cell = (value: string | number): string =>
  typeof value === 'string' && /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : String(value)
