import { randomUUID } from 'node:crypto'
import { HOUR, MINUTE, type Micros, SECOND, type Silence } from '@driftbild/core'
import { listAlarms } from '@driftbild/store'
import { beforeAll, describe, expect, test } from 'vitest'
import { gatherAlarms } from '../alarms/evidence.ts'
import { createAlarmCalls } from '../alarms/held.ts'
import type { AlarmView, CollectorView, FaultView } from '../contract/index.ts'
import type { Published } from '../live/hub.ts'
import type { Browser, TestCentre } from './centre.ts'
import { type Entry, enrolEdge, secondsAgo, type TestEdge } from './edge.ts'

export function ledgerSuite(centre: () => TestCentre): void {
  let admin: Browser
  let engineer: Browser
  let edge: TestEdge
  let present: Micros
  const ago = (time: number): Micros => present - time
  const pressure = (at: Micros, value: number): Entry => ({ key: 'M-2/pressure', unit: 'bar', at, value })
  const flow = (at: Micros, value = 1): Entry => ({ key: 'M-2/flow', unit: 'm3/h', at, value })
  const every10s = (from: Micros, to: Micros): Micros[] =>
    Array.from({ length: (to - from) / (10 * SECOND) }, (_, i) => from + (i + 1) * 10 * SECOND)

  beforeAll(async () => {
    present = secondsAgo(5)
    admin = await centre().person([{ role: 'admin' }])
    engineer = await centre().person([{ role: 'engineer' }])
    edge = await enrolEdge(centre(), admin)
  })

  const send = async (entries: readonly (Entry | Silence)[]) => {
    const answer = await edge.send(edge.entries(entries))
    expect(answer.status).toBe(200)
    await centre().settled()
  }
  const ledger = async (): Promise<CollectorView> => {
    const all = (await (await engineer.get('/api/9999/collectors')).json()) as CollectorView[]
    return all.find(({ id }) => id === edge.collector)!
  }

  test('a silence is shown with what has come of it since, and what came late', async () => {
    const silence = {
      id: randomUUID(),
      signals: ['M-2/flow'],
      from: ago(2 * HOUR),
      to: ago(HOUR),
      reason: 'unreachable' as const,
    }
    await send([silence])
    await expect.poll(async () => (await ledger()).silences[0]?.recovered, { timeout: 60_000 }).toBe(0)
    await send(every10s(ago(2 * HOUR), ago(90 * MINUTE)).map((at) => flow(at)))
    const { silences, late } = await ledger()
    expect(silences).toMatchObject([{ signals: ['M-2/flow'], reason: 'unreachable' }])
    expect(silences[0]!.recovered).toBeCloseTo(0.5, 2)
    expect(late).toMatchObject([{ readings: 180 }])
    expect(Date.parse(late[0]!.to) * 1000).toBe(ago(90 * MINUTE))
    expect(Date.parse(late[0]!.arrivedFrom) * 1000).toBeGreaterThan(present)
  })

  test('a clock that is off is shown with how far, until it is right again', async () => {
    const off = { id: randomUUID(), device: 'plc-1', signals: ['M-2/flow'], offset: -90 * SECOND }
    const say = async (to: Micros | null) => {
      const { sequence } = edge.entries([flow(present)])[0]!
      const clock = { ...off, from: ago(HOUR), to }
      const answer = await edge.send([{ kind: 'clock', sequence, clock }])
      expect(answer.status).toBe(200)
      return (await ledger()).clocks
    }
    const open = { device: 'plc-1', signals: ['M-2/flow'], offset: -90, to: null }
    expect(await say(null)).toMatchObject([open])
    const [ended] = await say(present)
    expect(Date.parse(ended!.to!) * 1000).toBe(present)
  })

  test('what no signal could take is an issue of the collector that sent it', async () => {
    await send([
      { key: 'M-1/flaw', unit: 'L/s', at: present, value: 1 },
      { key: 'M-2/flow', unit: 'L/s', at: present, value: 1 },
    ])
    const { issues } = await ledger()
    expect(issues).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'unknown-key', key: 'M-1/flaw', readings: 1 }),
        expect.objectContaining({ kind: 'wrong-unit', key: 'M-2/flow', unit: 'L/s', expectedUnit: 'm3/h' }),
      ]),
    )
  })

  test('a key that was taken away is refused, and its collector is listed no more', async () => {
    const other = await enrolEdge(centre(), admin)
    const path = `/api/9999/collectors/${other.collector}/revoke`
    expect((await engineer.post(path, {})).status).toBe(403)
    expect((await admin.post(path, {})).status).toBe(200)
    expect((await admin.post(path, {})).status).toBe(404)
    expect((await other.send(other.entries([flow(present)]))).status).toBe(401)
    const all = (await (await admin.get('/api/9999/collectors')).json()) as CollectorView[]
    expect(all.map(({ id }) => id)).not.toContain(other.collector)
  })

  describe('six hours of back-fill', () => {
    let low: Micros
    beforeAll(() => {
      low = ago(5 * HOUR)
    })
    const faults = async () => {
      const { items } = (await (await engineer.get('/api/9999/faults')).json()) as { items: FaultView[] }
      return items.filter(({ mode, subject }) => mode === 'low-pressure' && subject.tag === 'M-2')
    }
    const alarms = async () => {
      const all = (await (await engineer.get('/api/9999/assets/M-2/alarms')).json()) as AlarmView[]
      return all.filter(({ unit }) => unit === 'bar')
    }
    /** Who would be called from now on. */
    const listen = () => {
      const called: string[] = []
      const wants = ({ event, asset }: Published) => {
        if (event.type === 'alarm' && asset === 'M-2') called.push(event.alarm.id)
        return false
      }
      const subscription = centre().services.hub.subscribe({ municipality: '9999', wants }, null)
      return { called, close: () => subscription.close() }
    }
    /** What releases held alarms, without waiting for a signal to be quiet. */
    const impatient = () => {
      const { db, pictures, hub, now } = centre().services
      return createAlarmCalls({ db, pictures, now, gather: gatherAlarms({ pictures, hub, now }), quiet: 0 })
    }

    test('call nobody for a condition that has cleared, whatever lies between two batches', async () => {
      const before = await faults()
      const { called, close } = listen()
      await send(every10s(ago(6 * HOUR), low).map((at) => pressure(at, 3.5)))
      await send(every10s(low, low + 30 * MINUTE).map((at) => pressure(at, 2.5)))
      expect(await alarms()).toMatchObject([{ clearedAt: null, fault: null }])
      await send(every10s(low + 30 * MINUTE, low + HOUR).map((at) => pressure(at, 2.5)))
      await send(every10s(low + HOUR, ago(3 * HOUR)).map((at) => pressure(at, 3.5)))
      expect(await alarms()).toMatchObject([{ clearedAt: expect.any(String), fault: null }])
      const calls = impatient()
      await calls.release()
      await calls.release()
      expect(called).toEqual([])
      expect(await faults()).toEqual(before)
      close()
    })

    test('call somebody, once, when the signal has caught up and the condition still holds', async () => {
      const { called, close } = listen()
      await send(every10s(ago(3 * HOUR), ago(HOUR)).map((at) => pressure(at, 2.5)))
      expect(called).toEqual([])
      await send(every10s(ago(HOUR), ago(0)).map((at) => pressure(at, 2.5)))
      await impatient().release()
      const [alarm] = await alarms()
      expect(alarm).toMatchObject({ clearedAt: null, fault: expect.any(String) })
      expect(called).toEqual([alarm!.id])
      close()
    })

    test('call somebody also when nothing more comes, for that is the best that is known', async () => {
      const { called, close } = listen()
      const hot = { key: 'M-2/temperature', unit: 'Cel', at: ago(4 * HOUR), value: 40 }
      await send([hot])
      const held = async () =>
        (
          await centre().db.transaction({ municipality: '9999', role: 'api' }, (tx) =>
            listAlarms(tx, { active: true, gathered: false }),
          )
        ).map(({ asset }) => asset)
      expect(await held()).toEqual(['M-2'])
      const calls = impatient()
      await calls.release()
      expect(await held()).toEqual(['M-2'])
      await calls.release()
      expect(await held()).toEqual([])
      expect(called).toHaveLength(1)
      close()
    })
  })
}
