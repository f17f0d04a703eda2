import { DAY, formatTime, HOUR } from '@driftbild/core'
import { dueBefore, listAudit, listSignals, noteArchived } from '@driftbild/store'
import { beforeAll, expect, test } from 'vitest'
import type { LetGoView, RetentionPreview, RetentionView } from '../contract/index.ts'
import { createLetGoTask } from '../jobs/let-go-task.ts'
import type { Browser, TestCentre } from './centre.ts'
import { enrolEdge } from './edge.ts'

export function retentionSuite(centre: () => TestCentre): void {
  let admin: Browser
  let crew: Browser
  beforeAll(async () => {
    admin = await centre().person([{ role: 'admin' }])
    crew = await centre().person([{ role: 'crew' }])
  })

  const classes = async (): Promise<RetentionView[]> =>
    (await (await crew.get('/api/9999/retention')).json()) as RetentionView[]
  const decide = (id: string, body: object) => admin.post(`/api/9999/retention/${id}`, body)

  test('every signal is of a class, each with a reason and what it rests on; nothing is decided', async () => {
    const all = await classes()
    const signals = await centre().db.transaction({ municipality: '9999', role: 'reader' }, (tx) =>
      listSignals(tx),
    )
    expect(signals.length).toBeGreaterThan(3)
    expect(all.reduce((sum, one) => sum + one.signals, 0)).toBe(signals.length)
    for (const one of all) {
      expect(one.setting?.readingYears ?? null).toBeNull()
      expect(one.reason.sv).not.toBe('')
      expect(one.sources.map(({ number }) => number)).toContain('SFS 1990:782')
    }
  })

  test.each([
    [
      'without the document that it was decided by',
      { readingYears: 10, fiveMinuteYears: null, decision: ' ' },
    ],
    ['of less than a year', { readingYears: 0, fiveMinuteYears: null, decision: 'KS 1' }],
    [
      'that keeps the coarse shorter than the fine',
      { readingYears: 10, fiveMinuteYears: 5, decision: 'KS 1' },
    ],
    ['that keeps the fine and not the coarse', { readingYears: null, fiveMinuteYears: 5, decision: 'KS 1' }],
  ])('a decision %s is refused', async (_, body) => {
    expect((await decide('lighting', body)).status).toBe(400)
    expect((await classes()).find((one) => one.class === 'lighting')!.setting).toBeNull()
  })

  test('a decision is kept with who made it, by which document, and what it was before', async () => {
    expect(
      (await decide('lighting', { readingYears: 50, fiveMinuteYears: 60, decision: 'KS 2026/1' })).status,
    ).toBe(200)
    expect(
      (await decide('lighting', { readingYears: null, fiveMinuteYears: null, decision: 'KS 2026/2' })).status,
    ).toBe(200)
    const lighting = (await classes()).find((one) => one.class === 'lighting')
    expect(lighting!.setting).toMatchObject({
      readingYears: null,
      fiveMinuteYears: null,
      decision: 'KS 2026/2',
      setBy: admin.id,
    })
    const audit = await centre().db.transaction({ municipality: '9999', role: 'api' }, (tx) => listAudit(tx))
    const [second, first] = audit.filter(({ what }) => what === 'retention-set')
    expect(first).toMatchObject({ by: admin.id, ref: 'lighting', detail: { readingYears: 50, was: null } })
    expect(second!.detail).toMatchObject({ was: { readingYears: 50, fiveMinuteYears: 60 } })
  })

  test('a class that isn’t there can’t be decided on', async () => {
    expect((await decide('gold', { readingYears: 1, fiveMinuteYears: null, decision: 'KS 1' })).status).toBe(
      404,
    )
    expect((await admin.get('/api/9999/retention/gold/preview')).status).toBe(404)
  })

  test('a preview counts what would go; what a file has goes, and is told', async () => {
    const { db, services } = centre()
    const edge = await enrolEdge(centre(), admin)
    // Before the first of a month three years ago, after that of the month before it.
    const due = dueBefore(services.now(), 3)
    const entries = [0, 1, 2, 3, 4, 5].map((i) => ({
      key: 'M-2/flow',
      unit: 'm3/h',
      at: due - 10 * DAY + i * 26 * HOUR,
      value: i,
    }))
    expect((await edge.send(edge.entries(entries))).status).toBe(200)
    await centre().settled()
    const preview = async (years: number) =>
      (await (
        await admin.get(`/api/9999/retention/drinking-water/preview?readingYears=${years}`)
      ).json()) as RetentionPreview
    const three = await preview(3)
    const signals = [{ key: 'M-2/flow', readings: 6 }]
    expect(three).toMatchObject({ before: formatTime(due), readings: 6, archived: 0, signals, next: null })
    expect(three.bytes).toBeGreaterThan(0)
    expect(await preview(3)).toEqual(three)
    expect(await preview(4)).toMatchObject({ readings: 0, bytes: 0, signals: [] })

    const decision = { readingYears: 3, fiveMinuteYears: 3, decision: 'KS 2026/3' }
    expect((await decide('drinking-water', decision)).status).toBe(200)
    const task = createLetGoTask(services)
    expect(await task.run()).toBe(false)
    expect(await preview(3)).toEqual(three)

    const days = Array.from({ length: 20 }, (_, i) => due - (20 - i) * DAY)
    const counts = days.map((day) => entries.filter(({ at }) => at >= day && at < day + DAY).length)
    const file = { name: 'old.parquet', sha256: 'ab'.repeat(32), from: days[0]!, to: due }
    await db.transaction({ municipality: '9999', role: 'api' }, (tx) =>
      noteArchived(tx, file, new Map([['M-2/flow', counts]]), services.now()),
    )
    expect(await preview(3)).toMatchObject({ readings: 6, archived: 6 })
    // Not before the hours are computed.
    await expect
      .poll(async () => {
        await task.run()
        return (await preview(3)).readings
      })
      .toBe(0)
    const answer = await crew.get(`/api/9999/signals/${encodeURIComponent('M-2/flow')}/let-go`)
    const gone = ((await answer.json()) as LetGoView[]).filter(({ what }) => what === 'reading')
    expect(gone[0]).toMatchObject({ by: admin.id, decision: 'KS 2026/3', file: 'old.parquet' })
    const forEver = { ...decision, readingYears: null, fiveMinuteYears: null }
    expect((await decide('drinking-water', forEver)).status).toBe(200)
  })

  test('of a signal that isn’t there nothing is told', async () => {
    expect((await crew.get(`/api/9999/signals/${encodeURIComponent('M-2/gone')}/let-go`)).status).toBe(404)
  })
}
