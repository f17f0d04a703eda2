import type { ReactNode } from 'react'

/** What scrolls where it doesn't fit; so that a keyboard reaches it, it can be focused. */
export function Scrolling({
  label,
  className,
  children,
}: {
  label: string
  className: string
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={className} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
