import { assetStates } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { shapeStroke, stateShapes } from './shapes.ts'
import { cssProperties, dark, light, themes } from './tokens.ts'

/** WCAG 2.1: relative luminance of an sRGB colour, and the ratio of two. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

test('both themes fill the same tokens', () => {
  expect(cssProperties(dark).map(([name]) => name)).toEqual(cssProperties(light).map(([name]) => name))
})

describe.each(Object.entries(themes))('%s', (_name, tokens) => {
  const grounds = [tokens.ground, tokens.panel, tokens.raised]

  test('text can be read on every ground', () => {
    for (const ground of [...grounds, tokens.hover, tokens.chosen]) {
      expect(contrast(tokens.text, ground)).toBeGreaterThanOrEqual(7)
      expect(contrast(tokens.quiet, ground)).toBeGreaterThanOrEqual(4.5)
    }
    expect(contrast(tokens.onStrong, tokens.strong)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(tokens.map.label, tokens.map.land)).toBeGreaterThanOrEqual(4.5)
  })

  test('the edges of controls can be seen', () => {
    for (const ground of grounds) expect(contrast(tokens.edge, ground)).toBeGreaterThanOrEqual(3)
  })

  test.each(assetStates)('the outline of %s can be seen on panels and on the map', (state) => {
    for (const ground of [...grounds, tokens.map.land, tokens.map.marker]) {
      expect(contrast(tokens.stateEdge[state], ground)).toBeGreaterThanOrEqual(3)
    }
  })

  test.each(assetStates)('what is written on %s can be read', (state) => {
    expect(contrast(tokens.onState[state], tokens.state[state])).toBeGreaterThanOrEqual(4.5)
  })
})

test('no two states that ask for somebody share a shape or a colour', () => {
  const asking = assetStates.filter((state) => state !== 'normal' && state !== 'information')
  expect(new Set(asking.map((state) => stateShapes[state])).size).toBe(asking.length)
  for (const tokens of Object.values(themes)) {
    expect(new Set(asking.map((state) => tokens.state[state])).size).toBe(asking.length)
  }
})

test('information and normal are both rings, told apart by weight', () => {
  expect(shapeStroke.information).toBeGreaterThan(shapeStroke.normal * 1.5)
})
