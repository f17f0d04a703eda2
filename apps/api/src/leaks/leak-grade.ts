import type { Sentence } from '@driftbild/core'
import { leakGradeIn, type Model } from '@driftbild/models'
import { loadState, type Tx } from '@driftbild/store'

const MODEL = 'leak-location'

/** How leaks are looked for in a zone, as the model last left it; null where it hasn't stepped there. */
export async function leakGrade(tx: Tx, models: readonly Model[], zone: string): Promise<Sentence | null> {
  const model = models.find(({ name }) => name === MODEL)
  if (!model) return null
  const { name, version } = model
  const stored = await loadState(tx, { model: name, version, subject: { type: 'zone', tag: zone } })
  return stored ? leakGradeIn(stored.state) : null
}
