import type { OpenEngine, WalToReplay } from './open-engine.ts'
import type { Ownership } from './ownership.ts'

interface Limits {
  /** Of log: some seconds of replay after a crash, and the disk that it may take besides the data. */
  bytes: number
  seconds: number
  /** Milliseconds between two looks at it. */
  lookEvery: number
}

const LIMITS: Limits = { bytes: 128 * 2 ** 20, seconds: 300, lookEvery: 5_000 }
/** Not worth one: what a checkpoint itself writes down is less. */
const LEAST_BYTES = 2 ** 20

/**
 * Brings the engine to write its tables' files and give the log's space back: without PostgreSQL's background
 * processes nothing else does, and the log would grow for as long as the engine runs. Takes its turn among the
 * clients. Gives what ends it.
 */
export function startCheckpoints(
  engine: Pick<OpenEngine, 'walToReplay' | 'checkpoint'>,
  ownership: Ownership<object>,
  onBroken: (error: Error) => void,
  limits = LIMITS,
): () => void {
  const turn = {}
  let busy = false
  const look = async () => {
    if (busy) return
    busy = true
    await ownership.acquire(turn)
    try {
      if (isDue(await engine.walToReplay(), limits)) await engine.checkpoint()
    } finally {
      ownership.release(turn)
      busy = false
    }
  }
  const timer = setInterval(() => void look().catch(onBroken), limits.lookEvery)
  return () => clearInterval(timer)
}

const isDue = ({ bytes, seconds }: WalToReplay, limits: Limits): boolean =>
  bytes >= limits.bytes || (seconds >= limits.seconds && bytes >= LEAST_BYTES)
