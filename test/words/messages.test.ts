import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { changeSources, designProblems, deviceCommandStates, FieldFileKind } from '@driftbild/core'
import { cardKey, loadMessages } from '@driftbild/words'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { families } from './families.ts'

const [sv, en] = [await loadMessages('sv'), await loadMessages('en')]

const languages: Record<string, Record<string, string>> = { sv, en }
const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Who speaks to people: the pages, documents and messages, and the words that they share. */
const spoken = ['exports', 'notices', 'routes'].map((folder) => `apps/api/src/${folder}`)
const code = ['apps/web/src', ...spoken, 'packages/words/src']
  .flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: repository }))
  .filter((file) => !file.includes('.test.'))
  .map((file) => readFileSync(`${repository}/${file}`, 'utf8'))
  .join('\n')

const sentences = modelSentences()
const problems = [...problemCodes(), ...designProblems]
const cards = cardTexts()
const noted = auditCodes()

/** Codes that only a machine is ever told. */
const machineProblems = [
  'collector-key',
  'enrolment-code',
  'sequence-gap',
  'batch-version',
  'unknown-encoding',
  'collector-busy',
  'ingest-busy',
]

describe('both languages', () => {
  test('have the same messages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(sv).sort())
    expect(Object.keys(sv).length).toBeGreaterThan(300)
  })

  test('ask for the same values in every message', () => {
    const different = Object.keys(sv).filter(
      (key) => argumentsOf(key, 'sv').join() !== argumentsOf(key, 'en').join(),
    )
    expect(different).toEqual([])
  })

  test('never shout', () => {
    for (const messages of Object.values(languages)) {
      expect(Object.values(messages).filter((text) => text.includes('!'))).toEqual([])
    }
  })
})

describe.each(Object.keys(languages))('%s has words for', (language) => {
  const has = (key: string) => key in languages[language]!

  test.each(Object.keys(families))('every %s', (family) => {
    expect(families[family]!.length).toBeGreaterThan(1)
    expect(families[family]!.map((value) => `${family}.${value}`).filter((key) => !has(key))).toEqual([])
  })

  test('everything but the plain number, whose unit is nothing to show', () => {
    const empty = Object.entries(languages[language]!).filter(([, text]) => text.trim() === '')
    expect(empty.map(([key]) => key)).toEqual(['unit.1'])
  })

  test('every sentence that a model can say, with no value that the model does not give', () => {
    expect(Object.keys(sentences).length).toBeGreaterThan(10)
    for (const [name, given] of Object.entries(sentences)) {
      expect(has(`sentence.${name}`), name).toBe(true)
      const asked = argumentsOf(`sentence.${name}`, language)
      expect(
        asked.filter((argument) => !given.includes(argument)),
        name,
      ).toEqual([])
    }
  })

  test('everything that a model’s card says in English', () => {
    expect(cards.length).toBeGreaterThan(5)
    expect(cards.filter((text) => !has(cardKey(text)))).toEqual([])
  })

  test('everything that the audit log notes', () => {
    expect(noted.length).toBeGreaterThan(30)
    expect(noted.filter((what) => !has(`audit-what.${what}`))).toEqual([])
  })

  test('every problem that a person can meet', () => {
    expect(problems.length).toBeGreaterThan(10)
    const missing = problems.filter((name) => !machineProblems.includes(name) && !has(`problem.${name}`))
    expect(missing).toEqual([])
  })
})

test('no message is unused', () => {
  const prefixes = [...code.matchAll(/`([a-z][a-z.-]*\.)\$\{/g)].map((match) => match[1]!)
  expect(prefixes.length).toBeGreaterThan(10)
  const named = new Set([
    ...Object.entries(families).flatMap(([family, values]) => values.map((value) => `${family}.${value}`)),
    ...Object.keys(sentences).map((name) => `sentence.${name}`),
    ...problems.map((name) => `problem.${name}`),
    ...cards.map(cardKey),
  ])
  const unused = Object.keys(sv).filter((key) => {
    if (named.has(key) || code.includes(`'${key}'`)) return false
    // A family that the code builds by itself, and that core doesn't list: live.*, theme.*, flag.*, …
    return !prefixes.some((prefix) => key.startsWith(prefix) && !(prefix.slice(0, -1) in families))
  })
  expect(unused).toEqual([])
})

interface Node {
  type: number
  value?: string
  options?: Record<string, { value: Node[] }>
}

/** Names of the values that a message asks for. Node type 0 is text, 7 the plural's #, 8 a tag. */
function argumentsOf(key: string, language: string): string[] {
  const names = new Set<string>()
  const walk = (nodes: readonly Node[]) => {
    for (const node of nodes) {
      if (node.type >= 1 && node.type <= 6 && node.value !== undefined) names.add(node.value)
      for (const option of Object.values(node.options ?? {})) walk(option.value)
    }
  }
  const source = languages[language]![key]!
  walk(new IntlMessageFormat(source, language, undefined, { ignoreTag: true }).getAst() as Node[])
  return [...names].sort()
}

/** What the models can say, read from their own table. */
function modelSentences(): Record<string, string[]> {
  const source = readFileSync(`${repository}/packages/models/src/sentences.ts`, 'utf8')
  const entries = [...source.matchAll(/^ {2}'?([a-z-]+)'?: \[([^\]]*)\],$/gm)]
  return Object.fromEntries(
    entries.map(([, name, list]) => [name!, [...list!.matchAll(/'(\w+)'/g)].map((match) => match[1]!)]),
  )
}

/** What is noted in the audit log, read where it is noted. */
function auditCodes(): string[] {
  const sources = ['apps/api/src', 'apps/cli/src', 'packages/store/src']
    .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: repository }))
    .filter((file) => !/\.test\.|\.suite\./.test(file))
    .map((file) => readFileSync(`${repository}/${file}`, 'utf8'))
  const inCalls = /\b(?:appendA|a)udit\((?:(?!\n\n)[\s\S]){0,260}?(?:what: |person, )'([a-z-]+)'/g
  const named = sources.flatMap((source) => [...source.matchAll(inCalls)].map((match) => match[1]!))
  return [
    ...new Set(named),
    ...changeSources.map((source) => `register-${source}`),
    ...deviceCommandStates.map((state) => `device-command-${state}`),
    ...FieldFileKind.options.map((kind) => `${kind}-added`),
  ]
}

/** Data, measures and baselines on the models' cards. */
function cardTexts(): string[] {
  const texts = new Set<string>()
  for (const file of globSync('packages/models/src/*/card.json', { cwd: repository })) {
    const card = JSON.parse(readFileSync(`${repository}/${file}`, 'utf8')) as { scores?: CardScore[] }
    for (const score of card.scores ?? []) {
      for (const text of [score.data, score.measure, score.baselineName]) texts.add(text)
    }
  }
  return [...texts]
}

interface CardScore {
  data: string
  measure: string
  baselineName: string
}

/** Every problem that the API throws by name. */
function problemCodes(): string[] {
  const found = new Set<string>()
  for (const file of globSync('apps/api/src/**/*.ts', { cwd: repository })) {
    if (file.includes('.test.')) continue
    const source = readFileSync(`${repository}/${file}`, 'utf8')
    const thrown =
      /(?:ProblemError\(\s*\d+,\s*\{\s*code:\s*|BusyError\(\s*|problemResponse\(\s*\d+,\s*\{\s*code:\s*)'([a-z-]+)'/g
    for (const match of source.matchAll(thrown)) found.add(match[1]!)
  }
  return [...found].sort()
}
