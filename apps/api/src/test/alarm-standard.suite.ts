import { SECOND } from '@driftbild/core'
import { beforeAll, expect, test } from 'vitest'
import type {
  AlarmGroupView,
  AlarmLoadView,
  AlarmRuleView,
  AlarmView,
  AssetPage,
  AttentionList,
  JournalEntryView,
  SuppressionView,
} from '../contract/index.ts'
import { addMeter } from './another-meter.ts'
import type { Browser, TestCentre } from './centre.ts'
import { enrolEdge, secondsAgo } from './edge.ts'

/** Two alarms of one meter, seconds apart: too warm, then too little pressure. */
export function alarmStandardSuite(centre: () => TestCentre): void {
  let engineer: Browser
  const get = async <T>(path: string): Promise<T> =>
    (await (await engineer.get(`/api/9999/${path}`)).json()) as T
  const post = (path: string, body: unknown = {}) => engineer.post(`/api/9999/${path}`, body)
  const groupsOfMeter = async () =>
    (await get<AlarmGroupView[]>('alarms/groups')).filter(
      ({ cause }) => cause.type === 'alarm' && cause.alarm.asset === 'M-9',
    )
  const activeOfMeter = async () =>
    (await get<{ items: AlarmView[] }>('alarms?active')).items.filter(({ asset }) => asset === 'M-9')
  const stateOfMeter = async () => (await get<AssetPage>('assets/M-9')).state
  const isCalling = async () =>
    (await get<AttentionList>('attention?service=water')).items.some(
      (item) => item.kind === 'alarm' && item.alarm.asset === 'M-9',
    )

  beforeAll(async () => {
    engineer = await centre().person([{ role: 'engineer' }])
    await addMeter(centre(), 'M-9')
    const edge = await enrolEdge(centre(), await centre().person([{ role: 'admin' }]))
    const start = secondsAgo(50)
    const low = [10, 20, 32].map((second) => ({
      key: 'M-9/pressure',
      unit: 'bar',
      at: start + second * SECOND,
      value: 2.5,
    }))
    const warm = { key: 'M-9/temperature', unit: 'Cel', at: start, value: 35 }
    expect((await edge.send(edge.entries([warm, ...low]))).status).toBe(200)
    await centre().settled()
  })

  test('what follows on an asset stands behind what came first, and why', async () => {
    const [group, ...others] = await groupsOfMeter()
    expect(others).toEqual([])
    expect(group).toMatchObject({
      cause: { type: 'alarm', alarm: { rule: { id: 'M-9/temperature#high' } } },
      followers: [{ rule: 'same-asset', alarm: { rule: { id: 'M-9/pressure#low' }, suppressed: null } }],
    })
  })

  test('a person takes an alarm out of its group, and lets it back in', async () => {
    const [group] = await groupsOfMeter()
    const { id } = group!.followers[0]!.alarm
    expect((await post(`alarms/${id}/actions`, { type: 'set-apart' })).status).toBe(200)
    expect((await groupsOfMeter()).map(({ followers }) => followers.length)).toEqual([0, 0])
    expect((await post(`alarms/${id}/actions`, { type: 'let-in' })).status).toBe(200)
    expect((await groupsOfMeter()).map(({ followers }) => followers.length)).toEqual([1])
  })

  test('an asset out of service calls nobody, until a person or the clock ends it', async () => {
    await centre().settled()
    expect([await stateOfMeter(), await isCalling()]).toEqual(['high', true])
    const until = new Date(Date.now() + 3_600_000).toISOString()
    const made = await post('alarm-suppressions', {
      ...{ kind: 'out-of-service', asset: 'M-9', until },
      reason: 'mätaren byts',
    })
    expect(made.status).toBe(200)
    await centre().settled()
    expect([await stateOfMeter(), await isCalling()]).not.toEqual(['high', true])
    const [one, two] = await activeOfMeter()
    for (const alarm of [one!, two!]) {
      expect(alarm.suppressed).toMatchObject({ kind: 'out-of-service', reason: 'mätaren byts' })
    }
    const [held] = await get<SuppressionView[]>('alarm-suppressions')
    expect(held).toMatchObject({ kind: 'out-of-service', asset: 'M-9', by: 'Någon' })
    expect((await post(`alarm-suppressions/${held!.id}/end`)).status).toBe(200)
    expect((await post(`alarm-suppressions/${held!.id}/end`)).status).toBe(404)
    await centre().settled()
    expect([await stateOfMeter(), await isCalling()]).toEqual(['high', true])
  })

  test('an alarm that a design silences calls nobody while the other one stands', async () => {
    const rules = await get<AlarmRuleView[]>('assets/M-9/alarm-rules')
    expect(rules.map(({ rule, asset, unit }) => [rule.id, asset, unit])).toEqual([
      ['M-9/pressure#low', 'M-9', 'bar'],
      ['M-9/temperature#high', 'M-9', 'Cel'],
    ])
    const itself = { kind: 'by-design', rule: 'M-9/pressure#low', whileRule: 'M-9/pressure#low', reason: 'x' }
    expect((await post('alarm-suppressions', itself)).status).toBe(400)
    const body = { ...itself, whileRule: 'M-9/temperature#high', reason: 'följer av värmen' }
    const { id } = (await (await post('alarm-suppressions', body)).json()) as { id: string }
    const suppressed = (await activeOfMeter()).filter((alarm) => alarm.suppressed !== null)
    expect(suppressed.map(({ rule }) => rule.id)).toEqual(['M-9/pressure#low'])
    const [held] = await get<SuppressionView[]>('alarm-suppressions')
    expect(held).toMatchObject({
      rule: { asset: 'M-9' },
      whileRule: { rule: { id: 'M-9/temperature#high' } },
    })

    const problemOf = async (change: object) =>
      ((await (await post('alarm-suppressions', { ...body, ...change })).json()) as { code: string }).code
    expect(await problemOf({})).toBe('silenced-already')
    expect(await problemOf({ rule: body.whileRule, whileRule: body.rule })).toBe('silences-in-circle')
    expect(await problemOf({ whileRule: 'M-9/pressure#gone' })).toBe('not-found')

    const turned = { ...body, rule: body.whileRule, whileRule: body.rule, reason: 'tvärtom' }
    const other = (await (await post(`alarm-suppressions/${id}/change`, turned)).json()) as { id: string }
    expect((await post(`alarm-suppressions/${id}/change`, turned)).status).toBe(404)
    const left = (await activeOfMeter()).filter((alarm) => alarm.suppressed !== null)
    expect(left.map(({ rule, suppressed }) => [rule.id, suppressed!.reason])).toEqual([
      ['M-9/temperature#high', 'tvärtom'],
    ])
    expect((await post(`alarm-suppressions/${other.id}/end`)).status).toBe(200)
    expect(await get<SuppressionView[]>('alarm-suppressions')).toEqual([])

    const admin = await centre().person([{ role: 'admin' }])
    const audit = (await (await admin.get('/api/9999/audit?what=alarm-suppression-changed')).json()) as {
      items: { ref: string; detail: unknown }[]
    }
    expect(audit.items[0]).toMatchObject({
      ref: other.id,
      detail: { before: { reason: 'följer av värmen' }, after: { rule: 'M-9/temperature#high' } },
    })
  })

  test('the journal tells what happened, newest first, and who did it', async () => {
    const [alarm] = await activeOfMeter()
    await post(`alarms/${alarm!.id}/actions`, { type: 'acknowledge' })
    const { items, next } = await get<{ items: JournalEntryView[]; next: string | null }>(
      'alarms/journal?asset=M-9&limit=2',
    )
    expect(items.map(({ type }) => type)).toEqual(['acknowledged', 'raised'])
    expect(items[0]).toMatchObject({ by: 'Någon', asset: 'M-9' })
    expect(items[1]).toMatchObject({ by: null, withdrawnAt: null })
    const older = await get<{ items: JournalEntryView[] }>(
      `alarms/journal?asset=M-9&limit=2&cursor=${encodeURIComponent(next!)}`,
    )
    expect(older.items[0]!.id).toBeLessThan(items[1]!.id)
    const raised = await get<{ items: JournalEntryView[] }>('alarms/journal?asset=M-9&type=acknowledged')
    expect(raised.items.map(({ type }) => type)).toEqual(['acknowledged'])
  })

  test('the load is told beside what good practice allows', async () => {
    const load = await get<AlarmLoadView>('alarms/load?days=1')
    expect(load.alarms).toBeGreaterThanOrEqual(2)
    expect(load.perOperatorHour).toBeCloseTo(load.alarms / 24)
    expect(load.worst.map(({ asset }) => asset)).toContain('M-9')
    expect(load.targets.perOperatorHour).toEqual({ good: 6, most: 12 })
    expect(load).toMatchObject({ operators: 1, cut: false })
  })
}
