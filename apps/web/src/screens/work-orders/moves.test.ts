import { nextStates, orderStates } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { movesFrom } from './moves.ts'

const everything = () => true
const crew = (right: string) => right === 'do-order'

describe('the steps of an order', () => {
  test.each(orderStates)('from %s are those that core allows', (state) => {
    expect(new Set(movesFrom(state, everything).map((m) => m.to))).toEqual(new Set(nextStates[state]))
  })

  test('begin with the ordinary one', () => {
    expect(movesFrom('assigned', everything)[0]).toMatchObject({ to: 'in-progress', forward: true })
    expect(movesFrom('in-progress', everything)[0]).toMatchObject({ to: 'done', ask: 'outcome' })
  })

  test('ask for a crew before assigning and for the outcome before closing', () => {
    expect(movesFrom('approved', everything).find((m) => m.to === 'assigned')!.ask).toBe('assignee')
    expect(movesFrom('assigned', everything).find((m) => m.to === 'not-found')!.ask).toBe('outcome')
  })

  test('a pause keeps its crew', () => {
    const pause = movesFrom('in-progress', everything).find((m) => m.to === 'assigned')!
    expect(pause).toMatchObject({ name: 'pause', ask: 'nothing' })
  })

  test('a crew reports; it does not approve', () => {
    expect(movesFrom('draft', crew)).toEqual([])
    expect(movesFrom('assigned', crew).map((m) => m.to)).toEqual(['in-progress', 'done', 'not-found'])
  })
})
