import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Runs another of our programs in the foreground, with this terminal, and ends as it ends. */
export async function handOver(script: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    // A pipe that closes with us, so that it ends when we do; a terminal's input would end it at once in scripts.
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  const [code] = (await once(child, 'close')) as [number | null]
  process.exitCode = code ?? 1
}
