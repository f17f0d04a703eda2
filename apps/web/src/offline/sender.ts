import { askWhoIAm, sendCommands, sendFile, sendReport, sendRound } from '../data/field.ts'
import { ProblemResponse } from '../data/http.ts'
import { isReadable, orderOf, type QueueEntry } from './queue-entry.ts'
import { type Answer, fileOf, finish, type Owner, readKept, refuse } from './queue-store.ts'
import { verdictOn, waitAfter } from './verdict.ts'

/** How it stands with sending. `nextTry` is in milliseconds by this phone's clock. */
export type Sending =
  | { is: 'idle' }
  | { is: 'sending' }
  | { is: 'waiting'; nextTry: number }
  | { is: 'signed-out' }

export interface Sender {
  /** Something is there to be sent, or there may be coverage again. */
  kick: () => void
  close: () => void
}

/** Sends a person's queue in order, one entry at a time, one page of the phone at a time. */
export function startSender(
  owner: Owner,
  { onSending, onChange }: { onSending: (sending: Sending) => void; onChange: () => void },
): Sender {
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let running = false
  let again = false

  const run = async () => {
    if (running) {
      again = true
      return
    }
    running = true
    clearTimeout(timer)
    try {
      await navigator.locks.request('driftbild-send', { ifAvailable: true }, async (lock) => {
        // Another page of ours has it and sends what we queued as well.
        if (lock) onSending(await sendAll())
      })
    } catch {
      onSending(later())
    }
    running = false
    if (again) {
      again = false
      void run()
    }
  }

  const later = (): Sending => {
    const wait = waitAfter(++failures, Math.random())
    timer = setTimeout(() => void run(), wait)
    return { is: 'waiting', nextTry: Date.now() + wait }
  }

  const sendAll = async (): Promise<Sending> => {
    let isKnown = false
    const stuck: QueueEntry[] = []
    for (;;) {
      const { entries } = await readKept(owner)
      const next = entries.find(
        (entry) => !entry.refused && isReadable(entry) && !stuck.some((one) => isBehind(entry, one)),
      )
      if (!next && stuck.length > 0) return later()
      if (!next) {
        failures = 0
        return { is: 'idle' }
      }
      onSending({ is: 'sending' })
      try {
        // The cookie may be another person's by now, who signed in on another page.
        if (!isKnown && (await askWhoIAm()).user.id !== owner.user) return { is: 'signed-out' }
        isKnown = true
        await finish(next, owner, await send(next))
        failures = 0
      } catch (error) {
        const verdict = verdictOn(error)
        if (verdict.is === 'refused') await refuse(next, verdict.refusal)
        else if (verdict.is === 'signed-out') {
          later()
          return verdict
        } else if (verdict.holdsAll) return later()
        else stuck.push(next)
      }
      onChange()
    }
  }

  const kick = () => void run()
  const onVisible = () => {
    if (document.visibilityState === 'visible') kick()
  }
  window.addEventListener('online', kick)
  document.addEventListener('visibilitychange', onVisible)
  kick()
  return {
    kick,
    close: () => {
      clearTimeout(timer)
      window.removeEventListener('online', kick)
      document.removeEventListener('visibilitychange', onVisible)
    },
  }
}

/** What was done to one order stays in its order. */
const isBehind = (entry: QueueEntry, stuck: QueueEntry): boolean =>
  entry.position === stuck.position || (orderOf(entry) !== null && orderOf(entry) === orderOf(stuck))

async function send({ municipality, work }: QueueEntry): Promise<Answer> {
  switch (work.kind) {
    case 'order':
      return { order: await sendCommands(municipality, work) }
    case 'round':
      return { round: await sendRound(municipality, work) }
    case 'report':
      await sendReport(municipality, work)
      return null
    case 'photo':
    case 'voice':
    case 'signature': {
      const bytes = await fileOf(work.hash)
      if (!bytes) throw new ProblemResponse({ status: 410, code: 'file-lost' })
      await sendFile(municipality, work, bytes)
      return null
    }
  }
}
