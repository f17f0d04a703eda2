import {
  type AlarmPhase,
  type AlarmRule,
  correctJournal,
  HOUR,
  type Kommunkod,
  type Micros,
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
import { goOver, type Way } from './go-over.ts'
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
  settledTo: Micros | null
  saved: boolean
}

/** A rule on its way over a stretch. */
interface Run extends Way {
  standing: Standing
}

/** Rules in one query at most; of those that run again more is asked about each. */
const RULES_AT_ONCE = { inOrder: 1_000, late: 100 }
/** Readings in one query at most: some 50 ms of the embedded engine. */
const PAGE = 4_000
/** How far rules that ran again go on at first, until they agree with what they said before. */
const FIRST_AHEAD = HOUR

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

  /** Runs rules on over their signals, page by page; each from where it is, all of a signal to one source time. */
  const runOver = async (
    code: Kommunkod,
    runs: readonly Run[],
    to: (signal: string, runs: readonly Run[]) => Micros,
  ): Promise<void> => {
    const bySignal = Map.groupBy(runs, ({ standing }) => standing.rule.signal)
    const wants = [...bySignal].map(
      ([key, some]): Want => ({
        key,
        from: Math.min(...some.map(({ next }) => next)),
        to: to(key, some) + 1,
      }),
    )
    for await (const page of readingPages(db, code, wants, PAGE)) {
      for (const { key, readings } of page) {
        for (const run of bySignal.get(key)!) goOver(run.standing.rule, run, readings)
      }
    }
    for (const { key, to } of wants) for (const run of bySignal.get(key)!) run.next = to
  }

  /** Everything new of these rules lies after what was judged: they only go on. */
  const goOn = async (code: Kommunkod, rules: readonly Standing[], touched: Touched): Promise<void> => {
    const runs = rules.map((standing): Run => {
      const next = standing.judgedTo === null ? touched.get(standing.rule.signal)![0] : standing.judgedTo + 1
      const { phase } = standing
      return { standing, next, judgesFrom: next, phase, transitions: [], agreesFrom: null, former: null }
    })
    await runOver(code, runs, (signal) => touched.get(signal)![1])
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

  /**
   * Something new lies before what was judged: rules run again, over what is new and on until they agree with what
   * they said before, and the journal is corrected that far.
   */
  const runAgain = async (code: Kommunkod, rules: readonly Standing[], touched: Touched): Promise<void> => {
    const lateOf = (standing: Standing) => firstNew(standing, touched)
    const runs = await db.transaction({ municipality: code, role: 'api' }, async (tx) => {
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
      const starts = rules.map((standing) => {
        const { last, witness } = points.get(standing.rule.id) ?? { last: null, witness: null }
        return {
          standing,
          ...restartAt(standing.rule, lateOf(standing), last, witness, standing.settledTo),
        }
      })
      const journals = await transitionsSince(
        tx,
        starts.map(({ standing, from }) => ({ rule: standing.rule.id, from })),
      )
      return starts.map(({ standing, phase, from, readFrom }): Run => {
        const former = {
          active: phase.active,
          transitions: journals.get(standing.rule.id) ?? [],
          changedTo: touched.get(standing.rule.signal)![1],
        }
        return {
          ...{ standing, next: readFrom, judgesFrom: from },
          ...{ phase, transitions: [], agreesFrom: null, former },
        }
      })
    })
    await runOver(code, runs, (signal) => touched.get(signal)![1])
    for (let ahead = FIRST_AHEAD; ; ahead *= 4) {
      const open = runs.filter(
        ({ agreesFrom, next, standing }) => agreesFrom === null && next <= standing.judgedTo!,
      )
      if (open.length === 0) break
      await runOver(code, open, (_, some) =>
        Math.min(
          Math.max(...some.map(({ next }) => next)) + ahead,
          Math.max(...some.map(({ standing }) => standing.judgedTo!)),
        ),
      )
    }
    for (const { standing, phase, transitions, agreesFrom, former } of runs) {
      const { id, signal } = standing.rule
      const isAgreed = agreesFrom !== null
      const stored = former!.transitions.filter(({ at }) => !isAgreed || at <= agreesFrom)
      await settle(code, standing, {
        rule: id,
        phase: isAgreed ? standing.phase : phase,
        judgedTo: Math.max(touched.get(signal)![1], standing.judgedTo!),
        ...correctJournal(stored, transitions),
      })
    }
    // A phase that was corrected without a transition must not be taken up again as it was before.
    await saveAll(code)
  }

  const judge = async (code: Kommunkod, touched: Touched): Promise<void> => {
    const rules = await rulesOf(code)
    const concerned = [...touched.keys()]
      .flatMap((key) => rules.get(key) ?? [])
      .filter((standing) => firstNew(standing, touched) <= touched.get(standing.rule.signal)![1])
    const isLate = (standing: Standing) =>
      standing.judgedTo !== null && firstNew(standing, touched) <= standing.judgedTo
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

/** The first source time of what is new to a rule: what was judged by other limits stays as it is. */
const firstNew = ({ rule, settledTo }: Standing, touched: Touched): Micros =>
  Math.max(touched.get(rule.signal)![0], settledTo === null ? BEGINNING : settledTo + 1)

function* slices<T>(all: readonly T[], length: number): Generator<T[]> {
  for (let i = 0; i < all.length; i += length) yield all.slice(i, i + length)
}
