import { existsSync, writeFileSync } from 'node:fs'
import { benches } from '@driftbild/models/bench'
import { Mistake } from '../mistake.ts'
import { aligned } from '../table.ts'

export async function bench(name: string, words: readonly string[]): Promise<void> {
  if (name === 'list') return list()
  const one = benches[name]
  if (!one) throw new Mistake(`no benchmark ${name}`, `There are: ${Object.keys(benches).join(', ')}.`)
  const { data, out, ...options } = optionsOf(words)
  if (!data) throw new Mistake(`bench ${name} needs --data DIR, the folder with its data`)
  if (!out) throw new Mistake(`bench ${name} needs --out FILE, where its answers go`)
  if (!existsSync(data)) throw new Mistake(`--data ${data} is not there`)
  const result = await one
    .run({
      data,
      options,
      progress: (done, message) => process.stderr.write(`${Math.round(done * 100)} % ${message}\n`),
    })
    .catch((cause: Error) => {
      throw new Mistake(`bench ${name}: ${cause.message}`, null, { cause })
    })
  const { header, rows } = result.answers
  writeFileSync(out, `${[header, ...rows].map((row) => row.map(cell).join(',')).join('\n')}\n`)
  for (const line of aligned(result.table)) console.log(line)
  console.log(JSON.stringify({ bench: name, ...result.figures }))
}

function list(): void {
  for (const [name, { options }] of Object.entries(benches)) {
    console.log(name)
    for (const [option, { default: value, help }] of Object.entries(options)) {
      console.log(`  --${option}  ${help} (${value})`)
    }
  }
}

/** `--name value` and `--name=value`, by name. */
function optionsOf(words: readonly string[]): Record<string, string> {
  const options: Record<string, string> = {}
  for (let i = 0; i < words.length; i++) {
    const match = /^--([a-z-]+)(?:=(.*))?$/s.exec(words[i]!)
    if (!match) throw new Mistake(`${words[i]} is not an option; options look like --name value`)
    const value = match[2] ?? words[++i]
    if (value === undefined) throw new Mistake(`--${match[1]} needs a value`)
    options[match[1]!] = value
  }
  return options
}

const cell = (value: string | number): string =>
  typeof value === 'string' && /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : String(value)
