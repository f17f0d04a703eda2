import { Mistake } from '../mistake.ts'

/** `--name value` and `--name=value`, by name: each benchmark has its own and checks them. */
export function optionsOf(words: readonly string[]): Record<string, string> {
  const options: Record<string, string> = {}
  for (let i = 0; i < words.length; i++) {
    const match = /^--([a-z-]+)(?:=(.*))?$/s.exec(words[i]!)
    if (!match) throw new Mistake(`${words[i]} is not an option; options look like --name value`)
    const value = match[2] ?? words[++i]
    if (value === undefined || value.startsWith('--')) throw new Mistake(`--${match[1]} needs a value`)
    options[match[1]!] = value
  }
  return options
}
