import { openSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { ReadStream } from 'node:tty'
import type { Micros } from '@driftbild/core'
import type { Surroundings, Tool } from './tool.ts'

/** Commands for setting up a site. A new one is a line here and in the help of `edge`. */
const tools: Readonly<Record<string, () => Promise<Tool>>> = {
  browse: async () => (await import('./browse.ts')).browseTool,
  test: async () => (await import('./test-devices.ts')).testTool,
  map: async () => (await import('./map.ts')).mapTool,
}

export const toolNames: readonly string[] = Object.keys(tools)

export const isTool = (name: string | undefined): boolean => name !== undefined && toolNames.includes(name)

/** Does what the first word names. */
export async function runTool([name, ...words]: readonly string[], now: () => Micros): Promise<void> {
  const tool = await tools[name!]!()
  const around = terminal(now)
  if (words.includes('--help') || words.includes('-h')) around.print(tool.help)
  else await tool.run(words, around)
}

const terminal = (now: () => Micros): Surroundings => ({
  print: (text) => void process.stdout.write(`${text.trimEnd()}\n`),
  tell: (text) => void process.stderr.write(`${text.trimEnd()}\n`),
  ask,
  environment: process.env,
  now,
})

/** Asks at the terminal itself: our standard input may be somebody else's pipe. */
async function ask(question: string): Promise<string | null> {
  const input = process.stderr.isTTY ? openTerminal() : null
  if (!input) return null
  const lines = createInterface({ input, output: process.stderr })
  try {
    return await lines.question(question)
  } finally {
    lines.close()
    // Unlike a file's, this stream's read can be given up, so that the process ends.
    input.destroy()
  }
}

function openTerminal(): ReadStream | null {
  try {
    return new ReadStream(openSync('/dev/tty', 'r'))
  } catch {
    return null
  }
}
