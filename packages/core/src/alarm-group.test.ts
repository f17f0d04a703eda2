import { describe, expect, test } from 'vitest'
import { type Groupable, groupAlarms } from './alarm-group.ts'
import { HOUR, MINUTE } from './time.ts'

const alarm = (id: string, minute: number, more: Partial<Groupable> = {}): Groupable => ({
  ...{ id, asset: id, site: null, zone: null, mode: 'leak' },
  ...more,
  raisedAt: minute * MINUTE,
})

const told = (
  alarms: readonly Groupable[],
  around: Partial<Parameters<typeof groupAlarms>[1]> = {},
): string[] =>
  groupAlarms(alarms, { upstream: () => new Set(), silences: [], apart: new Set(), ...around }).map(
    ({ cause, followers }) =>
      [
        cause.type === 'alarm' ? cause.alarm : 'silence',
        ...followers.map(({ alarm: id, rule }) => `${rule} ${id}`),
      ].join(' < '),
  )

describe('alarms are put behind what caused them', () => {
  test('where the cabinet that feeds the lamps fell first', () => {
    const upstream = (asset: string) => new Set(asset.startsWith('lamp') ? ['cabinet'] : [])
    const alarms = [
      alarm('lamp-1', 2, { mode: 'lamp-out' }),
      alarm('cabinet', 1, { mode: 'cable-fault' }),
      alarm('lamp-2', 9, { mode: 'lamp-out' }),
      alarm('lamp-3', 40, { mode: 'lamp-out' }),
    ]
    expect(told(alarms, { upstream })).toEqual(['lamp-3', 'cabinet < upstream lamp-1 < upstream lamp-2'])
  })

  test('where a device stopped reporting just before', () => {
    const silences = [{ concerns: (asset: string) => 'ab'.includes(asset), since: 10 * MINUTE }]
    const alarms = [alarm('b', 12), alarm('a', 11), alarm('c', 11), alarm('d', 8)]
    expect(told(alarms, { silences })).toEqual(['silence < silence a < silence b', 'c', 'd'])
  })

  test('on one asset, first-out first', () => {
    const hot = { asset: 'pump', mode: 'pump-overheated' } as const
    expect(told([alarm('motor', 7, hot), alarm('bearing', 3, hot)])).toEqual(['bearing < same-asset motor'])
  })

  test('where a pump’s failure lets the sump of its station rise, and that lets it overflow', () => {
    const at = { site: 'APS1' }
    const alarms = [
      alarm('pump', 0, { ...at, mode: 'pump-clogged' }),
      alarm('level', 50, { ...at, asset: 'station', mode: 'high-level' }),
      alarm('overflow', 58, { ...at, asset: 'station', mode: 'overflow' }),
    ]
    expect(told(alarms)).toEqual(['pump < consequence level < same-asset overflow'])
    const later = alarms.map((one) => ({
      ...one,
      raisedAt: one.raisedAt + (one.id === 'pump' ? -HOUR : 0),
    }))
    expect(told(later)).toEqual(['level < same-asset overflow', 'pump'])
  })

  test('where sensors of one zone say the same', () => {
    const low = { zone: 'MZ1', mode: 'low-pressure' } as const
    expect(told([alarm('s1', 1, low), alarm('s2', 2, low), alarm('s3', 3, { ...low, zone: 'MZ2' })])).toEqual(
      ['s3', 's1 < same-zone s2'],
    )
  })
})

test('what has no common cause stays alone, however many', () => {
  expect(told([alarm('a', 1, { site: 'X' }), alarm('b', 1, { site: 'X' })])).toHaveLength(2)
})

test('a person takes an alarm out of its group, and what would follow from it follows the rest', () => {
  const hot = { asset: 'pump', mode: 'pump-overheated' } as const
  const alarms = [alarm('first', 1, hot), alarm('second', 2, hot), alarm('third', 3, hot)]
  expect(told(alarms, { apart: new Set(['second']) })).toEqual(['first < same-asset third', 'second'])
  expect(told(alarms, { apart: new Set(['first']) })).toEqual(['second < same-asset third', 'first'])
})
