import { leakGradeIn, leakLearningIn, type Model } from '@driftbild/models'
import { loadState, type Tx } from '@driftbild/store'
import type { LeakRecord } from '../contract/index.ts'

const MODEL = 'leak-location'

/** How leaks are looked for in a zone and what is known of its usual night, as the model last left it. */
export async function leakLook(
  tx: Tx,
  models: readonly Model[],
  zone: string,
): Promise<Pick<LeakRecord, 'lookedFor' | 'learning'>> {
  const model = models.find(({ name }) => name === MODEL)
  if (!model) return { lookedFor: null, learning: null }
  const { name, version } = model
  const stored = await loadState(tx, { model: name, version, subject: { type: 'zone', tag: zone } })
  if (!stored) return { lookedFor: null, learning: null }
  return { lookedFor: leakGradeIn(stored.state), learning: leakLearningIn(stored.state) }
}
