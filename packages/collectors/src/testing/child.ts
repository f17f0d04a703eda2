import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

/** Milliseconds that a child has to end by itself. */
const PATIENCE = 1000

/**
 * Runs a program that ends with its standard input, until the test is over. Resolves with the first line of its output
 * that is meant.
 */
export async function startChild(
  program: string,
  args: readonly string[],
  isMeant: (line: string) => boolean = () => true,
): Promise<string> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.stdin.end()
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
    await ended
    clearTimeout(timer)
  })
  return new Promise((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      if (isMeant(line)) resolve(line)
    })
    ended.then(([code]) => reject(new Error(`${program} ended with ${code}`)), reject)
  })
}
