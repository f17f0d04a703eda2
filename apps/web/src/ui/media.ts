import { useSyncExternalStore } from 'react'
import { isPaper } from './paper.ts'

/** What the screen answered last: on paper its parts stay as they are, for what comes in their place would come too late. */
const onScreen = new Map<string, boolean>()

function matches(query: string): boolean {
  const known = isPaper() ? onScreen.get(query) : undefined
  const answer = known ?? matchMedia(query).matches
  onScreen.set(query, answer)
  return answer
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matches(query),
  )
}

/** The width below which the frame is a phone's; the style sheets use the same number. */
export const usePhone = (): boolean => useMedia('(max-width: 760px)')

/** Narrower than this nothing stands beside anything; the style sheets use the same number. */
export const useOneColumn = (): boolean => useMedia('(max-width: 980px)')

export const useReducedMotion = (): boolean => useMedia('(prefers-reduced-motion: reduce)')
