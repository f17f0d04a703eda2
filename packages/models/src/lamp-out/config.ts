import type { Asset, Position, Register, Signal, Subject, Unit } from '@driftbild/core'
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

export interface PhaseConfig {
  name: PhaseName
  input: string
  key: string
  unit: Unit
  lamps: number
  /** Share of its rated power that is LED. */
  led: number
}

export interface CabinetConfig {
  tag: string
  timeZone: string
  /** Where it stands, for the sun; null where nobody has said. */
  position: Position | null
  phases: PhaseConfig[]
  contactor: boolean
  /** Key and unit of the voltage that it measures; null where it measures none. */
  voltage: { key: string; unit: Unit } | null
  /** Inputs that follow the air's temperature, from a few luminaires that tell theirs. */
  thermometers: string[]
  luminaires: LuminaireConfig[]
}

const PHASES = [
  ['L1', 'current-l1'],
  ['L2', 'current-l2'],
  ['L3', 'current-l3'],
] as const
export const diagnostics = ['lamp-failure', 'gear-failure', 'lamp-power'] as const

/** A lamp that dies cools down; the middle of three stays. */
const THERMOMETERS = 3
const temperatureInput = (tag: string): string => `temperature:${tag}`

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
    const lamps = luminaires.filter((l) => l.attributes.phase === name)
    if (!signal || lamps.length === 0) return []
    inputs[role] = signal.key
    const { key, unit } = signal
    return [{ name, input: role, key, unit, lamps: lamps.length, led: ledShare(lamps) }]
  })
  if (phases.length === 0) return []
  const contactor = own.find((s) => s.role === 'contactor-closed')
  if (contactor) inputs.contactor = contactor.key
  const voltage = own.find((s) => s.role === 'voltage')
  if (voltage) inputs.voltage = voltage.key
  const thermometers = luminaires
    .flatMap((l) => (signals.get(l.tag) ?? []).filter((s) => s.role === 'temperature'))
    .slice(0, THERMOMETERS)
  for (const { asset, key } of thermometers) inputs[temperatureInput(asset)] = key
  const config: CabinetConfig = {
    tag: cabinet.tag,
    timeZone,
    position: cabinet.geometry?.type === 'Point' ? (cabinet.geometry.coordinates as Position) : null,
    phases,
    contactor: contactor !== undefined,
    voltage: voltage ? { key: voltage.key, unit: voltage.unit } : null,
    thermometers: thermometers.map(({ asset }) => temperatureInput(asset)),
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

function ledShare(luminaires: readonly Asset[]): number {
  const watts = (of: readonly Asset[]) => of.reduce((sum, l) => sum + Number(l.attributes.ratedPower), 0)
  const all = watts(luminaires)
  return all === 0 ? 1 : watts(luminaires.filter((l) => l.attributes.lightSource === 'LED')) / all
}

/** Power says most: a lamp that fails is a step in it. */
const shownBy = (signals: readonly Signal[]): string | null =>
  diagnostics.toReversed().flatMap((role) => signals.find((s) => s.role === role)?.key ?? [])[0] ?? null
