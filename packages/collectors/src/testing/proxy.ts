import { onTestFinished } from 'vitest'
import { openLink } from './misbehaving-link.ts'

export interface Proxy {
  port: number
  /** Ends every connection and refuses new ones until `mend`. */
  cut(): void
  mend(): void
}

/** Stands between a driver and its device until the test is over, and fails on demand. */
export async function proxyTo(target: number): Promise<Proxy> {
  const link = await openLink(() => target, Math.random)
  onTestFinished(() => link.close())
  return { port: link.port, cut: () => link.misbehave('cut'), mend: () => link.heal() }
}
