import type { Register } from '@driftbild/core'
import type { Model, ModelSubject } from '@driftbild/models'

const worked = new WeakMap<Register, Map<Model, readonly ModelSubject[]>>()

/** What a model watches in a register, worked out once for both: what a subject has drawn is then drawn once, too. */
export function subjectsIn(register: Register, model: Model): readonly ModelSubject[] {
  const known = worked.get(register) ?? new Map<Model, readonly ModelSubject[]>()
  worked.set(register, known)
  const subjects = known.get(model) ?? model.subjects(register)
  known.set(model, subjects)
  return subjects
}
