import type { ReactNode } from 'react'

/** What scrolls sideways where it doesn't fit; so that a keyboard reaches it, it can be focused. */
export function WideTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-wide" aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
