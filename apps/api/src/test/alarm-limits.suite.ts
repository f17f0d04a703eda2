import { MINUTE } from '@driftbild/core'
import { putRegister } from '@driftbild/store'
import { beforeAll, expect, test } from 'vitest'
import type { AlarmRuleView, AlarmSettingsView, AlarmView } from '../contract/index.ts'
import { addMeter } from './another-meter.ts'
import type { Browser, TestCentre } from './centre.ts'
import { enrolEdge, secondsAgo, type TestEdge } from './edge.ts'
import { hamlet } from './register.ts'

const METER = 'M-31'
const KEY = `${METER}/pressure`
const [LOW, FALLING] = [`${KEY}#low`, `${KEY}#falling`]
const settingsPath = (rule: string) => `/api/9999/alarm-rules/${encodeURIComponent(rule)}/settings`

/** A meter whose pressure falls slowly enough for its limit and too fast for its rate. */
export function alarmLimitsSuite(centre: () => TestCentre): void {
  let engineer: Browser
  let edge: TestEdge
  const start = secondsAgo(90 * 60)
  const send = async (values: readonly (readonly [minute: number, value: number])[]) => {
    const entries = values.map(([minute, value]) => ({
      ...{ key: KEY, unit: 'bar', at: start + minute * MINUTE, value },
    }))
    expect((await edge.send(edge.entries(entries))).status).toBe(200)
    await centre().settled()
  }
  const alarms = async (rule: string) =>
    ((await (await engineer.get(`/api/9999/assets/${METER}/alarms`)).json()) as AlarmView[])
      .filter((alarm) => alarm.rule.id === rule)
      .map(({ raisedAt, clearedAt }) => [raisedAt, clearedAt].map((at) => at && minuteOf(at)))
  const minuteOf = (at: string) => Math.round((Date.parse(at) * 1000 - start) / MINUTE)
  const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code

  beforeAll(async () => {
    engineer = await centre().person([{ role: 'engineer' }])
    await addMeter(centre(), METER)
    const town = hamlet('9999', 'Norrvik')
    const none = {
      sites: [],
      zones: [],
      assets: [],
      items: [],
      installations: [],
      relations: [],
      signals: [],
    }
    await centre().db.transaction({ municipality: '9999', role: 'api' }, (tx) =>
      putRegister(tx, {
        ...{ ...town, ...none },
        alarmRules: [
          {
            ...{ id: FALLING, signal: KEY, condition: 'falling', limit: 1, window: 20 * MINUTE },
            ...{ hysteresis: 0.5, delayOn: 0, delayOff: 0, priority: 'high', mode: 'low-pressure' },
          },
        ],
      }),
    )
    await centre().settled()
    edge = await enrolEdge(centre(), await centre().person([{ role: 'admin' }]))
  })

  test('a value that falls faster than its limit raises an alarm, with how fast', async () => {
    const steady = Array.from({ length: 20 }, (_, i) => [i, 6] as const)
    const falling = Array.from({ length: 20 }, (_, i) => [20 + i, 6 - 0.03 * i] as const)
    await send([...steady, ...falling])
    const [found, ...more] = (
      (await (await engineer.get(`/api/9999/assets/${METER}/alarms`)).json()) as AlarmView[]
    ).filter(({ rule }) => rule.id === FALLING)
    expect(more).toEqual([])
    expect(found!.value).toBeGreaterThan(1)
    expect(found!.clearedAt).toBeNull()
    expect(minuteOf(found!.raisedAt)).toBeGreaterThan(24)
  })

  test('what comes late and fills the fall takes the alarm back', async () => {
    await send(Array.from({ length: 40 }, (_, i) => [20 + i * 0.5 + 0.25, 6] as const))
    expect(await alarms(FALLING)).toEqual([])
  })

  test('limits are an engineer’s to set, with a reason; others are refused, and what can’t be', async () => {
    const setting = { limit: 1.5, hysteresis: 0.2, window: null, delayOn: 0, delayOff: 0 }
    const crew = await centre().person([{ role: 'crew' }])
    expect((await crew.post(settingsPath(LOW), { setting, reason: 'x' })).status).toBe(403)
    expect((await engineer.post(settingsPath(LOW), { setting, reason: ' ' })).status).toBe(400)
    const broken = await engineer.post(settingsPath(FALLING), { setting, reason: 'x' })
    expect([broken.status, await codeOf(broken)]).toEqual([400, 'rate-without-window'])
    expect((await engineer.get(settingsPath(`${KEY}#gone`))).status).toBe(404)

    const before = (await (await engineer.get(settingsPath(LOW))).json()) as AlarmSettingsView
    expect(before.history).toEqual([])
    const answer = await engineer.post(settingsPath(LOW), { setting, reason: 'lågzon sedan ombyggnaden' })
    const view = (await answer.json()) as AlarmSettingsView
    expect(view).toMatchObject({
      held: { rule: { id: LOW, limit: 1.5 } },
      registered: before.registered,
      history: [{ setting, reason: 'lågzon sedan ombyggnaden', by: 'Någon' }],
    })
    await centre().settled()
    const rules = (await (
      await engineer.get(`/api/9999/assets/${METER}/alarm-rules`)
    ).json()) as AlarmRuleView[]
    expect(rules.find(({ rule }) => rule.id === LOW)!.rule.limit).toBe(1.5)
  })

  test('they hold for what comes from then on, also when the register is read in again', async () => {
    await addMeter(centre(), METER)
    await send([
      [70, 2],
      [80, 2],
    ])
    expect(await alarms(LOW)).toEqual([])
    await send([
      [81, 1.4],
      [82, 1.4],
    ])
    expect(await alarms(LOW)).toEqual([[81, null]])
  })

  test('and what was judged before stays when something late comes of it', async () => {
    const back = await engineer.post(settingsPath(LOW), { setting: null, reason: 'åter till registret' })
    const { held, registered } = (await back.json()) as AlarmSettingsView
    expect(held.rule).toMatchObject(registered)
    await centre().settled()
    await send([[71, 2]])
    expect(await alarms(LOW)).toEqual([[81, null]])
    const admin = await centre().person([{ role: 'admin' }])
    const audit = (await (await admin.get('/api/9999/audit?what=alarm-limits-set')).json()) as {
      items: { ref: string; detail: { reason: string } }[]
    }
    expect(audit.items.map(({ ref, detail }) => [ref, detail.reason])).toEqual([
      [LOW, 'åter till registret'],
      [LOW, 'lågzon sedan ombyggnaden'],
    ])
  })
}
