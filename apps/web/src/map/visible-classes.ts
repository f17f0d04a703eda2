import type { AssetClass } from '@driftbild/core'
import { useSyncExternalStore } from 'react'
import { assetClassNames } from '../signs/class-icons.ts'

const KEY = 'driftbild.map.hidden'

/** They say nothing to a person until somebody asks for them. */
const hiddenAtFirst: readonly AssetClass[] = ['junction', 'connection']

let hidden: ReadonlySet<AssetClass> = new Set(read())
const listeners = new Set<() => void>()

/** Which classes the map hides; kept in this browser. */
export const useHiddenClasses = (): ReadonlySet<AssetClass> =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => hidden,
  )

export function showClasses(classes: readonly AssetClass[], shown: boolean): void {
  const next = new Set(hidden)
  for (const one of classes) shown ? next.delete(one) : next.add(one)
  hidden = next
  try {
    localStorage.setItem(KEY, JSON.stringify([...next]))
  } catch {
    // Private windows may refuse storage.
  }
  for (const listener of listeners) listener()
}

export const shownClasses = (without: ReadonlySet<AssetClass>): AssetClass[] =>
  assetClassNames.filter((one) => !without.has(one))

function read(): readonly AssetClass[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    return Array.isArray(kept) ? assetClassNames.filter((one) => kept.includes(one)) : hiddenAtFirst
  } catch {
    return hiddenAtFirst
  }
}
