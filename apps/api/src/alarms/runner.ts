import {
  type AlarmPhase,
  type AlarmRule,
  correctJournal,
  hasValue,
  type Kommunkod,
  type Micros,
  qualityOf,
  type Reading,
  runAlarm,
  type Transition,
} from '@driftbild/core'
import {
  type Database,
  type RuleRun,
  readingPages,
  restartPoints,
  savePhases,
  saveTransitions,
  standingRules,
  type Tx,
  transitionsSince,
  type Want,
} from '@driftbild/store'
import { BEGINNING, memoryOf, restartAt } from './restart.ts'

/** First and last source time of what is new, by signal key. */
export type Touched = ReadonlyMap<string, readonly [Micros, Micros]>

/** What a stored run meant for people: alarms that were raised and are still active, and some that never were. */
export interface Raised {
  rule: AlarmRule
  raised: string[]
  withdrawn: string[]
  /** Source time up to which the rule's signal is known. */
  judgedTo: Micros
}

export interface AlarmRunner {
  /** Judges what is new, in source order; what is older than the judged is run again from before it. */
  judge(code: Kommunkod, touched: Touched): Promise<void>
  /** Judges what lies between what was judged and the newest reading of each signal: what a crash left out. */
  catchUp(code: Kommunkod, newest: (key: string) => Micros | null): Promise<void>
  /** Forgets the rules of a municipality, because its register changed. */
  forget(code: Kommunkod): void
  /** Writes down how far readings were judged; what was judged since the last time is judged again after a crash. */
  save(): Promise<void>
}

interface Standing {
  rule: AlarmRule
  phase: AlarmPhase
  judgedTo: Micros | null
  saved: boolean
}

/** A rule on its way over a stretch. */
interface Run {
  standing: Standing
  /** The first source time that counts for it. */
  from: Micros
  phase: AlarmPhase
  transitions: Transition[]
}

/** Rules in one query at most; of those that run again more is asked about each. */
const RULES_AT_ONCE = { inOrder: 1_000, late: 100 }
/** Readings in one query at most: some 50 ms of the embedded engine. */
const PAGE = 4_000

interface Parts {
  db: Database
  now: () => Micros
  /** In the transaction that stores the run, so that evidence and journal can't come apart; then what it gave. */
  onRaised: (tx: Tx, code: Kommunkod, raised: Raised) => Promise<() => void>
}

export function createAlarmRunner({ db, now, onRaised }: Parts): AlarmRunner {
  const known = new Map<Kommunkod, Map<string, Standing[]>>()

  const rulesOf = async (code: Kommunkod): Promise<Map<string, Standing[]>> => {
    let rules = known.get(code)
    if (!rules) {
      const rows = await db.transaction({ municipality: code, role: 'api' }, (tx) => standingRules(tx, null))
      rules = Map.groupBy(
        rows.map((row): Standing => ({ ...row, saved: true })),
        ({ rule }) => rule.signal,
      )
      known.set(code, rules)
    }
    return rules
  }

  const store = async (code: Kommunkod, { rule }: Standing, run: RuleRun): Promise<void> => {
    const tell = await db.transaction({ municipality: code, role: 'api' }, async (tx) => {
      const done = await saveTransitions(tx, run, now())
      return onRaised(tx, code, { rule, judgedTo: run.judgedTo, ...done })
    })
    tell()
  }

  const settle = async (code: Kommunkod, standing: Standing, run: RuleRun): Promise<void> => {
    const changes = run.added.length + run.withdrawn.length > 0
    if (changes) await store(code, standing, run)
    Object.assign(standing, { phase: run.phase, judgedTo: run.judgedTo, saved: changes })
  }

  const saveAll = async (code: Kommunkod): Promise<void> => {
    const unsaved = [...(known.get(code)?.values() ?? [])]
      .flat()
      .filter((s) => !s.saved && s.judgedTo !== null)
    if (unsaved.length === 0) return
    await db.transaction({ municipality: code, role: 'api' }, (tx) =>
      savePhases(
        tx,
        unsaved.map(({ rule, phase, judgedTo }) => ({ rule: rule.id, phase, judgedTo: judgedTo! })),
      ),
    )
    for (const standing of unsaved) standing.saved = true
  }

  /** Runs rules over stretches of their signals, page by page; each from its own start. */
  const runOver = async (code: Kommunkod, runs: readonly Run[], wants: readonly Want[]): Promise<void> => {
    const bySignal = Map.groupBy(runs, ({ standing }) => standing.rule.signal)
    for await (const page of readingPages(db, code, wants, PAGE)) {
      for (const { key, readings } of page) {
        for (const run of bySignal.get(key)!) goOver(run, readings)
      }
    }
  }

  /** Everything new of these rules lies after what was judged: they only go on. */
  const goOn = async (code: Kommunkod, rules: readonly Standing[], touched: Touched): Promise<void> => {
    const runs = rules.map((standing): Run => {
      const from = standing.judgedTo === null ? touched.get(standing.rule.signal)![0] : standing.judgedTo + 1
      return { standing, from, phase: standing.phase, transitions: [] }
    })
    await runOver(code, runs, wantsOf(runs, touched))
    for (const { standing, phase, transitions } of runs) {
      const judgedTo = touched.get(standing.rule.signal)![1]
      await settle(code, standing, {
        rule: standing.rule.id,
        phase,
        judgedTo,
        added: transitions,
        withdrawn: [],
      })
    }
  }

  /** Something new lies before what was judged: the stretches run again, and the journal is corrected. */
  const runAgain = async (code: Kommunkod, rules: readonly Standing[], touched: Touched): Promise<void> => {
    const lateOf = ({ rule }: Standing) => touched.get(rule.signal)![0]
    const { runs, journals } = await db.transaction({ municipality: code, role: 'api' }, async (tx) => {
      const points = await restartPoints(
        tx,
        rules.map((one) => {
          const memory = memoryOf(one.rule)
          return {
            rule: one.rule.id,
            late: lateOf(one),
            witnessAt: memory === 0 ? null : lateOf(one) - memory,
          }
        }),
      )
      const runs = rules.map((standing): Run => {
        const { last, witness } = points.get(standing.rule.id) ?? { last: null, witness: null }
        return { standing, ...restartAt(standing.rule, lateOf(standing), last, witness), transitions: [] }
      })
      const starts = runs.map(({ standing, from }) => ({ rule: standing.rule.id, from }))
      return { runs, journals: await transitionsSince(tx, starts) }
    })
    await runOver(code, runs, wantsOf(runs, touched))
    for (const { standing, phase, transitions } of runs) {
      const { id, signal } = standing.rule
      const judgedTo = Math.max(touched.get(signal)![1], standing.judgedTo!)
      const correction = correctJournal(journals.get(id) ?? [], transitions)
      await settle(code, standing, { rule: id, phase, judgedTo, ...correction })
    }
    // A phase that was corrected without a transition must not be taken up again as it was before.
    await saveAll(code)
  }

  const judge = async (code: Kommunkod, touched: Touched): Promise<void> => {
    const rules = await rulesOf(code)
    const concerned = [...touched.keys()].flatMap((key) => rules.get(key) ?? [])
    const isLate = ({ rule, judgedTo }: Standing) =>
      judgedTo !== null && touched.get(rule.signal)![0] <= judgedTo
    const [late, inOrder] = [concerned.filter(isLate), concerned.filter((standing) => !isLate(standing))]
    for (const some of slices(inOrder, RULES_AT_ONCE.inOrder)) await goOn(code, some, touched)
    for (const some of slices(late, RULES_AT_ONCE.late)) await runAgain(code, some, touched)
  }

  return {
    judge,
    forget: (code) => known.delete(code),
    async save() {
      for (const code of known.keys()) await saveAll(code)
    },
    async catchUp(code, newest) {
      const touched = new Map<string, [Micros, Micros]>()
      for (const [key, standings] of await rulesOf(code)) {
        const to = newest(key)
        if (to === null) continue
        const from = Math.min(
          ...standings.map(({ judgedTo }) => (judgedTo === null ? BEGINNING : judgedTo + 1)),
        )
        if (from <= to) touched.set(key, [from, to])
      }
      await judge(code, touched)
    },
  }
}

function* slices<T>(all: readonly T[], length: number): Generator<T[]> {
  for (let i = 0; i < all.length; i += length) yield all.slice(i, i + length)
}

function goOver(run: Run, readings: readonly Reading[]): void {
  const stretch = readings.filter((reading) => reading.sourceTime >= run.from)
  const { phase, transitions } = runAlarm(run.standing.rule, run.phase, lastOfEachInstant(stretch))
  run.phase = phase
  run.transitions.push(...transitions)
}

/** Of several usable readings with one source time the one that was numbered last says what was the case then. */
function lastOfEachInstant(readings: readonly Reading[]): Reading[] {
  const usable = readings.filter((reading) => hasValue(reading) && qualityOf(reading) !== 'bad')
  return usable.filter((reading, i) => usable[i + 1]?.sourceTime !== reading.sourceTime)
}

/** What each signal must be read over, so that every rule gets its stretch. */
function wantsOf(runs: readonly Run[], touched: Touched): Want[] {
  return [...Map.groupBy(runs, ({ standing }) => standing.rule.signal)].map(([key, some]) => ({
    key,
    from: Math.min(...some.map(({ from }) => from)),
    to: Math.max(touched.get(key)![1], ...some.map(({ standing }) => standing.judgedTo ?? 0)) + 1,
  }))
}
