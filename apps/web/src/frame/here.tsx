import { mayDo, type Right, type Service } from '@driftbild/core'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { isFieldWorker } from '../data/field-worker.ts'
import type { Live } from '../data/live.ts'
import type { Me } from '../data/me.ts'

/** Which municipality the page stands in, who looks, and what that person may do there. */
export interface Here {
  code: string
  name: string
  simulated: boolean
  /** Whose recording is played here; null where devices report. */
  recording: string | null
  zone: string
  user: Me['user']
  live: Live
  /** Goes out to the assets: other tabs, another start. */
  fieldWorker: boolean
  may: (right: Right, service?: Service | null) => boolean
}

const Context = createContext<Here | null>(null)

export function HereProvider({
  me,
  code,
  live,
  children,
}: {
  me: Me
  code: string
  live: Live
  children: ReactNode
}) {
  const here = useMemo(() => hereOf(me, code, live), [me, code, live])
  return <Context value={here}>{children}</Context>
}

export function useHere(): Here {
  const here = useContext(Context)
  if (!here) throw new Error('useHere outside a municipality')
  return here
}

function hereOf(me: Me, code: string, live: Live): Here {
  const membership = me.memberships.find((m) => m.municipality === code)
  if (!membership) throw new Error(`no membership in ${code}`)
  const memberships = me.memberships.map((m) => ({ ...m, user: me.user.id }))
  return {
    code,
    name: membership.name,
    simulated: membership.simulated,
    recording: membership.recording,
    zone: membership.zone,
    user: me.user,
    live,
    fieldWorker: isFieldWorker(me, code),
    may: (right, service = null) => mayDo(memberships, right, code, service),
  }
}
