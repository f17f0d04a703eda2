import { SECOND } from '@driftbild/core'
import { beforeAll, expect, test } from 'vitest'
import type { Browser, TestCentre } from './centre.ts'
import { enrolEdge, secondsAgo, type TestEdge } from './edge.ts'

interface Message {
  id: string
  event: string
  data: Record<string, unknown>
}

/** Reads server-sent events until one is as wanted; the stream is closed then. */
async function waitFor(answer: Response, wanted: (message: Message) => boolean): Promise<Message> {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) throw new Error(`the stream ended after: ${text}`)
      text += value
      for (const block of text.split('\n\n')) {
        const field = (name: string) => block.match(new RegExp(`^${name}: (.*)$`, 'm'))?.[1]
        const [id, event, data] = [field('id'), field('event'), field('data')]
        if (!id || !event || !data) continue
        const message = { id, event, data: JSON.parse(data) as Record<string, unknown> }
        if (wanted(message)) return message
      }
    }
  } finally {
    await reader.cancel()
  }
}

export function liveSuite(centre: () => TestCentre): void {
  let engineer: Browser
  let edge: TestEdge
  let last: string
  beforeAll(async () => {
    const admin = await centre().person([{ role: 'admin' }])
    engineer = await centre().person([{ role: 'engineer' }])
    edge = await enrolEdge(centre(), admin)
  })
  let at = secondsAgo(20)
  const heat = async (value: number) => {
    at += SECOND
    const entries = edge.entries([{ key: 'P-1/motor-temperature', unit: 'Cel', at, value }])
    expect((await edge.send(entries)).status).toBe(200)
  }

  test('a state that changes is told to those who have the asset in view', async () => {
    await heat(40)
    await centre().settled()
    const stream = await engineer.get('/api/9999/live?box=21.6,65.8,21.8,65.9')
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/)
    const told = waitFor(
      stream,
      ({ event, data }) => event === 'state' && data.tag === 'P-1' && data.state === 'critical',
    )
    await heat(99)
    const message = await told
    expect(message.data).toEqual({ tag: 'P-1', state: 'critical', prediction: null, underWork: false })
    last = message.id
  })

  test('a viewer that comes back with its last id is told what it missed', async () => {
    await heat(41)
    await centre().settled()
    const stream = await engineer.get('/api/9999/live', { 'last-event-id': last })
    const message = await waitFor(stream, ({ event, data }) => event === 'state' && data.tag === 'P-1')
    expect(message.data.state).not.toBe('critical')
  })

  test('readings of what is followed are told, others are not', async () => {
    const stream = await engineer.get('/api/9999/live?follow=P-1')
    let isTold = false
    const told = waitFor(stream, ({ event }) => event === 'reading').finally(() => (isTold = true))
    // One that comes while the register is read anew is in what is shown without being told: the next one is told.
    while (!isTold) {
      at += SECOND
      const entries = edge.entries([
        { key: 'L-1/lamp-failure', unit: '1', at: secondsAgo(0), value: 0 },
        { key: 'P-1/motor-temperature', unit: 'Cel', at, value: 42 },
      ])
      expect((await edge.send(entries)).status).toBe(200)
      await centre().settled()
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    expect((await told).data).toMatchObject({
      key: 'P-1/motor-temperature',
      reading: { value: 42, quality: 'good' },
    })
  })

  test('what lies outside the box, or is not for this person, is not told', async () => {
    const lighting = await centre().person([{ role: 'engineer', service: 'lighting' }])
    const [outside, notForThem] = [
      await engineer.get('/api/9999/live?box=10,50,11,51'),
      await lighting.get('/api/9999/live'),
    ]
    const silentAbout = (stream: Response) =>
      waitFor(stream, ({ event, data }) => {
        if (event === 'state' || event === 'reading') throw new Error(`told of ${JSON.stringify(data)}`)
        return event === 'changed' && data.what === 'collectors'
      })
    const waiting = Promise.all([silentAbout(outside), silentAbout(notForThem)])
    await heat(98)
    await centre().settled()
    // Something that everybody is told, to know that all before it is through.
    centre().services.hub.publish({
      municipality: '9999',
      asset: null,
      event: { type: 'changed', what: 'collectors' },
    })
    await waiting
  })
}
