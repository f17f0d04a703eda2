import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export const main = fileURLToPath(new URL('../main.ts', import.meta.url))

export interface EdgeProcess {
  child: ChildProcess
  lines: Record<string, unknown>[]
  /** What it told a person. */
  errors(): string
  exited: Promise<number | null>
}

/** Starts the edge as its supervisor does: JSON lines on its output, a pipe of ours on its input. */
export function edgeProcess(...words: string[]): EdgeProcess {
  const child = spawn(process.execPath, [main, ...words], { stdio: ['pipe', 'pipe', 'pipe'] })
  const lines: Record<string, unknown>[] = []
  let rest = ''
  let errors = ''
  child.stderr!.on('data', (data) => (errors += String(data)))
  child.stdout!.on('data', (data) => {
    const parts = `${rest}${data}`.split('\n')
    rest = parts.pop()!
    for (const part of parts) lines.push(part.startsWith('{') ? JSON.parse(part) : { text: part })
  })
  const exited = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  return { child, lines, errors: () => errors, exited }
}
