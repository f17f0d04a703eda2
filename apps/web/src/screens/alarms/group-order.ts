import type { AlarmGroupView } from '../../data/alarm-tools.ts'
import type { AlarmView } from '../../data/alarms.ts'
import { inOrder } from './alarm-order.ts'

/** Groups in the order of what in them needs somebody most. */
export function groupsInOrder(groups: readonly AlarmGroupView[], nowMs: number): AlarmGroupView[] {
  const foremost = new Map<AlarmView, AlarmGroupView>()
  for (const group of groups) {
    const { cause, followers } = group
    const all = [...(cause.type === 'alarm' ? [cause.alarm] : []), ...followers.map(({ alarm }) => alarm)]
    const [first] = inOrder(all, nowMs)
    if (first) foremost.set(first, group)
  }
  return inOrder([...foremost.keys()], nowMs).map((alarm) => foremost.get(alarm)!)
}
