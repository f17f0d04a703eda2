import { type AssetChange, type ChangeSet, type Kommunkod, type Micros, reversed } from '@driftbild/core'
import {
  appendAudit,
  changesIn,
  type Database,
  endChangeSet,
  makeChanges,
  notify,
  openChangeSet,
  type RefusedChange,
  type Tx,
} from '@driftbild/store'

/** Assets in one transaction: what the embedded engine does well within a quarter of a second. */
export const SLICE = 75

interface SetParts {
  db: Database
  municipality: Kommunkod
  set: ChangeSet
  now: () => Micros
  signal: AbortSignal
  onMade: (changes: number) => void
  /** In the transaction that says that all are made. */
  onDone?: (tx: Tx) => Promise<void>
}

/**
 * Makes a set's changes, a slice at a time. Stopped halfway it takes back what was made, as a set of its own; what
 * fails leaves a stopped set, which can be turned round like any other.
 */
export async function makeSet(parts: SetParts, changes: readonly AssetChange[]): Promise<RefusedChange[]> {
  const { db, municipality, set, now, signal } = parts
  const scope = { municipality, role: 'api' } as const
  await db.transaction(scope, (tx) => openChangeSet(tx, set))
  const refused: RefusedChange[] = []
  let state: 'done' | 'stopped' = 'stopped'
  try {
    for (let at = 0; at < changes.length && !signal.aborted; at += SLICE) {
      const slice = changes.slice(at, at + SLICE)
      refused.push(...(await db.transaction(scope, (tx) => makeChanges(tx, set.id, slice))))
      parts.onMade(Math.min(at + SLICE, changes.length))
    }
    if (!signal.aborted) state = 'done'
  } finally {
    await db.transaction(scope, async (tx) => {
      await endChangeSet(tx, set.id, state)
      if (state === 'done') await parts.onDone?.(tx)
      const { at, by, source, reason, detail, undoes } = set
      await appendAudit(tx, {
        ...{ at, by, what: `register-${source}`, ref: set.id },
        detail: { ...detail, reason, undoes, state, assets: changes.length - refused.length },
      })
      await notify(tx, 'assets', set.id)
    })
  }
  if (signal.aborted) await takeBack(parts, { ...set, id: crypto.randomUUID(), at: now() })
  return refused
}

/** Turns round all that a stopped set made. */
async function takeBack({ db, municipality, set, now }: SetParts, undo: ChangeSet): Promise<void> {
  const scope = { municipality, role: 'api' } as const
  const made: AssetChange[] = []
  for (let after = ''; ; ) {
    const page = await db.transaction(scope, (tx) => changesIn(tx, set.id, { after, limit: SLICE }))
    made.push(...page.map(reversed))
    const last = page.at(-1)
    if (!last) break
    after = last.kind === 'changed' ? last.tag : last.asset.tag
  }
  if (made.length === 0) return
  await makeSet(
    {
      ...{ db, municipality, now, onMade: () => {}, signal: new AbortController().signal },
      set: { ...undo, source: 'undo', undoes: set.id },
    },
    made,
  )
}
