import { type Micros, SECOND } from '@driftbild/core'
import { beforeAll, expect, test } from 'vitest'
import type { AlarmView, AssetPage, FaultView } from '../contract/index.ts'
import type { Browser, TestCentre } from './centre.ts'
import { type Entry, enrolEdge, secondsAgo, type TestEdge } from './edge.ts'

export function alarmsSuite(centre: () => TestCentre): void {
  let engineer: Browser
  let edge: TestEdge
  let start: Micros
  const pressure = (second: number, value: number): Entry => ({
    key: 'M-1/pressure',
    unit: 'bar',
    at: start + second * SECOND,
    value,
  })
  beforeAll(async () => {
    start = secondsAgo(55)
    const admin = await centre().person([{ role: 'admin' }])
    engineer = await centre().person([{ role: 'engineer' }])
    edge = await enrolEdge(centre(), admin)
  })

  const send = async (...entries: Entry[]) => {
    const answer = await edge.send(edge.entries(entries))
    expect(answer.status).toBe(200)
    await centre().settled()
  }
  const alarms = async (): Promise<AlarmView[]> => {
    const answer = await engineer.get('/api/9999/assets/M-1/alarms')
    return (await answer.json()) as AlarmView[]
  }
  const since = (alarm: AlarmView) => [
    (Date.parse(alarm.raisedAt) * 1000 - start) / SECOND,
    alarm.clearedAt && (Date.parse(alarm.clearedAt) * 1000 - start) / SECOND,
  ]

  test('a pressure that stays low for the delay raises an alarm, once', async () => {
    await send(pressure(0, 3.5), pressure(10, 2.9), pressure(20, 2.9))
    expect(await alarms()).toEqual([])
    await send(pressure(30, 2.8), pressure(40, 2.8))
    const [alarm, ...others] = await alarms()
    expect(others).toEqual([])
    expect(alarm).toMatchObject({
      asset: 'M-1',
      priority: 'high',
      value: 2.8,
      unit: 'bar',
      acknowledged: false,
    })
    expect(since(alarm!)).toEqual([30, null])
  })

  test('the asset shows it, and it is evidence of a fault', async () => {
    const asset = (await (await engineer.get('/api/9999/assets/M-1')).json()) as AssetPage
    expect(asset.state).toBe('high')
    const { items } = (await (await engineer.get('/api/9999/faults')).json()) as { items: FaultView[] }
    const [alarm] = await alarms()
    expect(items.find((fault) => fault.id === alarm!.fault)).toMatchObject({
      subject: { type: 'asset', tag: 'M-1' },
      mode: 'low-pressure',
      to: null,
      evidence: [{ id: alarm!.id, source: 'alarm', zone: 'DMA1' }],
    })
  })

  test('a late reading shows that it began later, and the journal is corrected', async () => {
    await send(pressure(15, 3.4))
    expect((await alarms()).map(since)).toEqual([[40, null]])
  })

  test('a later reading inside the limit clears it', async () => {
    await send(pressure(50, 3.3))
    expect((await alarms()).map(since)).toEqual([[40, 50]])
    const asset = (await (await engineer.get('/api/9999/assets/M-1')).json()) as AssetPage
    expect(asset.state).not.toBe('high')
  })

  test('a late reading shows that there never was one, and it is gone', async () => {
    await send(pressure(35, 3.4))
    expect(await alarms()).toEqual([])
    const journal = await centre().db.across((tx) =>
      tx.query<{ type: string; withdrawn: boolean }>(
        `select j.type, j.withdrawn_at is not null as withdrawn from alarm_journal j join alarm_rule r on r.id = j.rule
         where r.name = 'M-1/pressure#low' order by j.id`,
      ),
    )
    expect(journal).toEqual([
      { type: 'raised', withdrawn: true },
      { type: 'raised', withdrawn: true },
      { type: 'cleared', withdrawn: true },
    ])
  })

  test('a person acknowledges and shelves with a reason, and is written down by an opaque id', async () => {
    await send({ key: 'P-1/motor-temperature', unit: 'Cel', at: start, value: 95 })
    const list = (await (await engineer.get('/api/9999/alarms?active')).json()) as { items: AlarmView[] }
    const alarm = list.items.find((one) => one.asset === 'P-1')!
    const act = (body: unknown) => engineer.post(`/api/9999/alarms/${alarm.id}/actions`, body)
    expect(await (await act({ type: 'acknowledge' })).json()).toMatchObject({ acknowledged: true })
    const past = await act({ type: 'shelve', until: '2020-01-01T00:00:00Z', reason: 'service' })
    expect([past.status, ((await past.json()) as { code: string }).code]).toEqual([400, 'shelved-until-past'])
    const until = new Date(Date.now() + 3_600_000).toISOString()
    const shelved = (await (await act({ type: 'shelve', until, reason: 'service' })).json()) as AlarmView
    expect(Date.parse(shelved.shelvedUntil!)).toBe(Date.parse(until))
    await centre().settled()
    const asset = (await (await engineer.get('/api/9999/assets/P-1')).json()) as AssetPage
    expect(asset.state).not.toBe('critical')
    const audit = await centre().db.across((tx) =>
      tx.query<{ by: string; what: string }>(
        'select by_user as by, what from audit where ref = $1 order by id',
        [alarm.id],
      ),
    )
    expect(audit).toEqual([
      { by: engineer.id, what: 'alarm-acknowledged' },
      { by: engineer.id, what: 'alarm-shelved' },
    ])
  })
}
