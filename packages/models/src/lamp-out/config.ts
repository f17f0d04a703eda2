import type { Asset, Register, Signal, Subject, Unit } from '@driftbild/core'
import type { ModelSubject } from '../model.ts'

export type PhaseName = 'L1' | 'L2' | 'L3'

export interface LuminaireConfig {
  tag: string
  phase: PhaseName
  /** W */
  ratedPower: number
  /** It reports for itself. */
  diagnosed: boolean
  /** Key of the signal that shows best how it is; null where nothing of it is read. */
  shownBy: string | null
}

export interface CabinetConfig {
  tag: string
  timeZone: string
  phases: { name: PhaseName; input: string; key: string; unit: Unit; lamps: number }[]
  contactor: boolean
  luminaires: LuminaireConfig[]
}

const PHASES = [
  ['L1', 'current-l1'],
  ['L2', 'current-l2'],
  ['L3', 'current-l3'],
] as const
export const diagnostics = ['lamp-failure', 'gear-failure', 'lamp-power'] as const

export const luminaireInput = (role: (typeof diagnostics)[number], tag: string): string => `${role}:${tag}`

/** One subject per lighting cabinet with metered phases; it answers for its luminaires too. */
export function cabinetSubjects(register: Register): ModelSubject[] {
  const byAsset = Map.groupBy(register.signals, (s) => s.asset)
  const byCabinet = Map.groupBy(
    register.assets.filter((a) => a.class === 'luminaire'),
    (a) => String(a.attributes.cabinet),
  )
  return register.assets
    .filter((a) => a.class === 'lighting-cabinet')
    .flatMap((cabinet) =>
      subjectOf(cabinet, byCabinet.get(cabinet.tag) ?? [], byAsset, register.municipality.zone),
    )
}

function subjectOf(
  cabinet: Asset,
  luminaires: readonly Asset[],
  signals: ReadonlyMap<string, readonly Signal[]>,
  timeZone: string,
): ModelSubject[] {
  const own = signals.get(cabinet.tag) ?? []
  const inputs: Record<string, string> = {}
  const phases = PHASES.flatMap(([name, role]) => {
    const signal = own.find((s) => s.role === role)
    const lamps = luminaires.filter((l) => l.attributes.phase === name).length
    if (!signal || lamps === 0) return []
    inputs[role] = signal.key
    return [{ name, input: role, key: signal.key, unit: signal.unit, lamps }]
  })
  if (phases.length === 0) return []
  const contactor = own.find((s) => s.role === 'contactor-closed')
  if (contactor) inputs.contactor = contactor.key
  const config: CabinetConfig = {
    tag: cabinet.tag,
    timeZone,
    phases,
    contactor: contactor !== undefined,
    luminaires: luminaires.map((l) => {
      const known = signals.get(l.tag) ?? []
      for (const role of diagnostics) {
        const signal = known.find((s) => s.role === role)
        if (signal) inputs[luminaireInput(role, l.tag)] = signal.key
      }
      return {
        tag: l.tag,
        phase: l.attributes.phase as PhaseName,
        ratedPower: Number(l.attributes.ratedPower),
        diagnosed: known.some((s) => (diagnostics as readonly string[]).includes(s.role)),
        shownBy: shownBy(known),
      }
    }),
  }
  const subject: Subject = { type: 'asset', tag: cabinet.tag }
  const covers = [subject, ...luminaires.map((l): Subject => ({ type: 'asset', tag: l.tag }))]
  return [{ subject, zone: cabinet.zone, signals: inputs, covers, config }]
}

/** Power says most: a lamp that fails is a step in it. */
const shownBy = (signals: readonly Signal[]): string | null =>
  diagnostics.toReversed().flatMap((role) => signals.find((s) => s.role === role)?.key ?? [])[0] ?? null
