import { CONFIRM_WITHIN, SECOND } from '@driftbild/core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { DeviceCommandView, SentCommand } from '../contract/index.ts'
import { endOverdue } from '../device-commands/steps.ts'
import type { Browser, TestCentre } from './centre.ts'
import { enrolEdge, secondsAgo, type TestEdge } from './edge.ts'

export function commandsSuite(centre: () => TestCentre): void {
  let operator: Browser
  let engineer: Browser
  let edge: TestEdge
  let other: TestEdge
  const path = '/api/9999/device-commands'
  const want = { signal: 'P-1/power', value: 12, unit: 'kW', reason: 'spolning av ledningen' }

  beforeAll(async () => {
    const admin = await centre().person([{ role: 'admin' }])
    operator = await centre().person([{ role: 'operator' }])
    engineer = await centre().person([{ role: 'engineer' }])
    edge = await enrolEdge(centre(), admin)
    other = await enrolEdge(centre(), admin)
    const [key, unit] = ['P-1/power', 'kW']
    await edge.send(edge.entries([{ key, unit, at: secondsAgo(3), value: 10 }]))
    await centre().settled()
  })

  const ask = (change: object = {}, who = operator) => who.post(path, { ...want, ...change })
  const asked = async (): Promise<DeviceCommandView> => (await (await ask()).json()) as DeviceCommandView
  const act = async (id: string, what: string, body: unknown = {}) => {
    const answer = await operator.post(`${path}/${id}/${what}`, body)
    return (await answer.json()) as DeviceCommandView & { code?: string }
  }
  const fetchAs = (from: TestEdge, wait = 0) =>
    Promise.resolve(
      centre().app.request(`/api/9999/collectors/${from.collector}/commands?wait=${wait}`, {
        headers: { authorization: `Bearer ${from.key}` },
      }),
    )
  const commandsFor = async (from: TestEdge, wait = 0) =>
    (await (await fetchAs(from, wait)).json()) as SentCommand[]
  const answer = (id: string, body: unknown, from = edge) =>
    Promise.resolve(
      centre().app.request(`/api/9999/collectors/${from.collector}/commands/${id}/answer`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { authorization: `Bearer ${from.key}`, 'content-type': 'application/json' },
      }),
    )
  const newest = async (): Promise<DeviceCommandView> => {
    const { items } = (await (await engineer.get(path)).json()) as { items: DeviceCommandView[] }
    return items[0]!
  }

  test('goes to the collector of the signal once it is confirmed, once, and comes back as done', async () => {
    const command = await asked()
    expect(command).toMatchObject({
      ...want,
      state: 'asked',
      assetName: 'Norrvik P-1',
      confirmedAt: null,
      result: null,
    })
    expect(await commandsFor(edge)).toEqual([])
    expect(await act(command.id, 'confirm', { value: 1.2 })).toMatchObject({ code: 'command-value' })
    expect(await act(command.id, 'confirm', { value: 12 })).toMatchObject({ state: 'confirmed' })
    expect(await commandsFor(other)).toEqual([])
    expect(await commandsFor(edge)).toEqual([
      { id: command.id, signal: 'P-1/power', value: 12, unit: 'kW', until: expect.any(String) },
    ])
    expect(await commandsFor(edge)).toEqual([])
    expect((await answer(command.id, { result: 'done', value: 12 }, other)).status).toBe(404)
    for (const _ of ['answered', 'answered again']) {
      expect((await answer(command.id, { result: 'done', value: 12 })).status).toBe(200)
    }
    expect(await newest()).toMatchObject({
      id: command.id,
      state: 'done',
      result: { result: 'done', value: 12 },
    })
    const late = await answer(command.id, { result: 'refused', code: 'limits' })
    expect([late.status, ((await late.json()) as { code: string }).code]).toEqual([409, 'command-over'])

    const audit = await centre().db.across((tx) =>
      tx.query<{ by: string; what: string }>(
        'select by_user as by, what from audit where ref = $1 order by id',
        [command.id],
      ),
    )
    expect(audit).toEqual([
      { by: operator.id, what: 'device-command-asked' },
      { by: operator.id, what: 'device-command-confirmed' },
      { by: `collector:${edge.collector}`, what: 'device-command-sent' },
      { by: `collector:${edge.collector}`, what: 'device-command-done' },
    ])
  })

  test('reaches a collector that waits for it, as soon as it is confirmed', async () => {
    const { id } = await asked()
    const waiting = commandsFor(edge, 25)
    await act(id, 'confirm', { value: 12 })
    expect((await waiting).map((sent) => sent.id)).toEqual([id])
    await answer(id, { result: 'refused', code: 'limits', context: { most: 11 } })
    expect(await newest()).toMatchObject({
      state: 'refused',
      result: { code: 'limits', context: { most: 11 } },
    })
  })

  test('one at a time for a signal; withdrawn, it makes room', async () => {
    const { id } = await asked()
    const second = await ask()
    expect([second.status, ((await second.json()) as { code: string }).code]).toEqual([409, 'command-open'])
    expect(await act(id, 'withdraw')).toMatchObject({ state: 'withdrawn' })
    expect(await act(id, 'confirm', { value: 12 })).toMatchObject({ code: 'command-over' })
    const next = await asked()
    await act(next.id, 'withdraw')
  })

  test('that nobody confirms is over after its time, and was not sent', async () => {
    const { id } = await asked()
    await endOverdue(centre().db, '9999', secondsAgo(0) + CONFIRM_WITHIN + 10 * SECOND)
    expect(await newest()).toMatchObject({ id, state: 'expired', sentAt: null, until: null })
  })

  describe('is not even asked for', () => {
    const cases: [string, object, number, string][] = [
      ['in another unit', { unit: 'W' }, 400, 'command-unit'],
      ['of a signal that is not there', { signal: 'P-1/sped' }, 404, 'not-found'],
      [
        'of a signal that no collector has brought',
        { signal: 'M-2/flow', unit: 'm3/h' },
        409,
        'command-unreachable',
      ],
      ['without a reason', { reason: ' ' }, 400, 'invalid'],
    ]
    test.each(cases)('%s', async (_, change, status, code) => {
      const refused = await ask(change)
      expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([status, code])
    })

    test('by somebody who decides on orders, nor by an operator of another service', async () => {
      expect((await ask({}, engineer)).status).toBe(403)
      const lighting = await centre().person([{ role: 'operator', service: 'lighting' }])
      expect((await ask({}, lighting)).status).toBe(404)
    })
  })
}
