import { useSyncExternalStore } from 'react'

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}

/** The width below which the frame is a phone's; the style sheets use the same number. */
export const usePhone = (): boolean => useMedia('(max-width: 760px)')

/** Narrower than this nothing stands beside anything; the style sheets use the same number. */
export const useOneColumn = (): boolean => useMedia('(max-width: 980px)')

export const useReducedMotion = (): boolean => useMedia('(prefers-reduced-motion: reduce)')
