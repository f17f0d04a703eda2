import { type ReactNode, useEffect } from 'react'

interface ScreenHeadProps {
  title: string
  /** One plain sentence below the title. */
  lead?: ReactNode
  children?: ReactNode
}

/** A screen's title, which is also the page's. */
export function ScreenHead({ title, lead, children }: ScreenHeadProps) {
  usePageTitle(title)
  return (
    <header className="screen-head">
      <div>
        <h1>{title}</h1>
        {lead && <p className="lead">{lead}</p>}
      </div>
      {children && <div className="screen-actions">{children}</div>}
    </header>
  )
}

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Driftbild`
  }, [title])
}
