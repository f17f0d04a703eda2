import {
  dueNotices,
  type Micros,
  type NoticeRule,
  type Priority,
  priorities,
  type Shift,
} from '@driftbild/core'
import {
  type AlarmRow,
  addDelivery,
  callingAlarms,
  dueDeliveries,
  findAlarm,
  listAlarms,
  listChannels,
  listNoticeRules,
  listShifts,
  type Tx,
} from '@driftbild/store'
import { groupActive } from '../alarms/grouped.ts'
import { suppressionsNow } from '../alarms/suppressed.ts'
import type { Picture } from '../picture/picture.ts'
import { viewAlarm } from '../views/alarm-view.ts'
import { type DeliverParts, deliver } from './deliver.ts'
import { senders } from './send.ts'

/** Alarms looked at in one run at most: in a flood the newest, behind whose causes the rest stands. */
const MOST_ALARMS = 500
const AT_ONCE = 20

/** Tells those who are on call of alarms that need somebody. Where nothing is set up nothing is sent. */
export function createNoticesTask(parts: DeliverParts) {
  return {
    async run(): Promise<boolean> {
      let more = false
      for (const picture of parts.pictures.list()) {
        const { code } = picture
        const scope = { municipality: code, role: 'api' } as const
        await parts.db.transaction(scope, (tx) => orderNotices(tx, picture, parts.now()))
        const due = await parts.db.transaction(scope, (tx) => dueDeliveries(tx, parts.now(), AT_ONCE))
        await Promise.all(due.map((delivery) => deliver(parts, code, delivery)))
        more ||= due.length === AT_ONCE
      }
      return more
    },
  }
}

async function orderNotices(tx: Tx, picture: Picture, now: Micros): Promise<void> {
  const rules = (await listNoticeRules(tx)).filter(({ channels }) => channels.length > 0)
  if (rules.length === 0) return
  const channels = new Map((await listChannels(tx)).map((channel) => [channel.id, channel]))
  const calling = await callingAlarms(tx, now, { limit: MOST_ALARMS })
  if (calling.length === 0) return
  const shifts: Shift[] = await listShifts(tx, now)
  const suppressionFor = await suppressionsNow(tx, now)
  const behind = await standsBehind(tx, picture)
  for (const { id, calledAt } of calling) {
    const alarm = await findAlarm(tx, id)
    const rule = alarm && rules.find(({ priority }) => priority === alarm.rule.priority)
    // What was raised before anybody asked to be told is in the list, and no news.
    if (!rule || calledAt < rule.setAt || suppressionFor(alarm) || behind(alarm)) continue
    const { service } = viewAlarm(picture, alarm)
    const how: NoticeRule = {
      channels: rule.channels.flatMap((channel) => {
        const known = channels.get(channel)
        return known ? [{ id: channel, isPersonal: senders[known.kind].isPersonal }] : []
      }),
      escalateMinutes: rule.escalateMinutes,
      quiet: rule.quietFrom === null ? null : { from: rule.quietFrom, to: rule.quietTo! },
    }
    const clock = { now, zone: picture.municipality.zone }
    for (const notice of dueNotices({ service, calledAt }, how, shifts, clock)) {
      await addDelivery(tx, { alarm: id, ...notice, at: now })
    }
  }
}

/** Whether an alarm follows from one that is at least as bad: of that one people are told. */
async function standsBehind(tx: Tx, picture: Picture): Promise<(alarm: AlarmRow) => boolean> {
  const active = await listAlarms(tx, { active: true, limit: MOST_ALARMS })
  const rank = new Map(active.map(({ id, rule }) => [id, rankOf(rule.priority)]))
  const causes = new Map<string, number>()
  for (const { cause, followers } of await groupActive(tx, picture, active)) {
    if (cause.type !== 'alarm') continue
    for (const { alarm } of followers) causes.set(alarm, rank.get(cause.alarm) ?? 0)
  }
  return ({ id, rule }) => {
    const cause = causes.get(id)
    return cause !== undefined && cause >= rankOf(rule.priority)
  }
}

const rankOf = (priority: Priority): number => priorities.indexOf(priority)
