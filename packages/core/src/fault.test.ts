import { expect, test } from 'vitest'
import { addEvidence, type FaultEvidence, faultFor, mergeFaults, openFault, splitFault } from './fault.ts'
import { DAY, HOUR } from './time.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const evidence = (n: number, over: Partial<FaultEvidence> = {}): FaultEvidence => ({
  id: id(n),
  source: 'alarm',
  subject: { type: 'asset', tag: 'P-3' },
  zone: 'DMA1',
  mode: 'low-pressure',
  at: n * HOUR,
  ...over,
})

test.each<[string, Partial<FaultEvidence>, boolean]>([
  ['the same asset and family', { mode: 'leak' }, true],
  [
    'a prediction for the zone that the asset lies in',
    { subject: { type: 'zone', tag: 'DMA1' }, mode: 'leak' },
    true,
  ],
  ['another family on the same asset', { mode: 'sensor-fault' }, false],
  ['another zone', { subject: { type: 'zone', tag: 'DMA2' }, zone: 'DMA2', mode: 'leak' }, false],
  ['another asset in the same zone', { subject: { type: 'asset', tag: 'P-4' } }, false],
])('evidence joins a fault: %s', (_name, over, joins) => {
  const fault = openFault(id(100), evidence(1))
  expect(faultFor(evidence(2, over), [fault])?.id ?? null).toBe(joins ? fault.id : null)
})

test('evidence joins a fault that ended a short while ago, not one that ended long ago', () => {
  const ended = { ...openFault(id(100), evidence(1)), to: 2 * HOUR }
  expect(faultFor(evidence(3), [ended])).toBe(ended)
  expect(faultFor(evidence(3, { at: 2 * HOUR + DAY }), [ended])).toBeNull()
})

test('the same evidence twice changes nothing, and new evidence reopens an ended fault', () => {
  const fault = { ...openFault(id(100), evidence(1)), to: 2 * HOUR }
  expect(addEvidence(fault, evidence(1))).toBe(fault)
  expect(addEvidence(fault, evidence(2))).toMatchObject({
    to: null,
    evidence: [{ id: id(1) }, { id: id(2) }],
  })
})

test('merged faults hold all evidence once, and the other one points at its heir', () => {
  const a = addEvidence(openFault(id(100), evidence(2)), evidence(3))
  const b = addEvidence(openFault(id(101), evidence(1)), evidence(3))
  const { into, other } = mergeFaults(a, b)
  expect(into.evidence.map((e) => e.id)).toEqual([id(1), id(2), id(3)])
  expect(into.from).toBe(1 * HOUR)
  expect(other.mergedInto).toBe(a.id)
  expect(faultFor(evidence(4), [other])).toBeNull()
  expect(() => mergeFaults(into, other)).toThrow('merged')
  expect(() => mergeFaults(into, into)).toThrow('itself')
})

test('a split leaves evidence on both sides and loses none', () => {
  const fault = [2, 3].map((n) => evidence(n)).reduce(addEvidence, openFault(id(100), evidence(1)))
  const [stays, leaves] = splitFault(fault, [id(2)], id(101))
  expect(stays.evidence.map((e) => e.id)).toEqual([id(1), id(3)])
  expect(leaves).toMatchObject({ id: id(101), from: 2 * HOUR, evidence: [{ id: id(2) }] })
  expect(() => splitFault(fault, [], id(102))).toThrow('empty')
  expect(() => splitFault(fault, [id(1), id(2), id(3)], id(102))).toThrow('empty')
})

test('a second leak of a zone is a fault of its own, which an alarm joins as before', () => {
  const leak = (n: number, ordinal?: number) =>
    evidence(n, {
      source: 'prediction',
      subject: { type: 'zone', tag: 'DMA1' },
      mode: 'leak',
      ...(ordinal && { ordinal }),
    })
  const first = openFault(id(100), leak(1))
  const second = openFault(id(101), leak(2, 2))
  expect(faultFor(leak(3, 2), [first])).toBeNull()
  expect(faultFor(leak(3, 2), [first, second])).toBe(second)
  expect(faultFor(leak(3), [first, second])).toBe(first)
  expect(faultFor(evidence(3), [first, second])).toBe(second)
  // A person said that both are one.
  const both = mergeFaults(first, second).into
  expect(faultFor(leak(3, 2), [both])).toBe(both)
})
