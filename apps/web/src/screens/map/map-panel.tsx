import type { ReactNode } from 'react'
import { useWords } from '../../i18n/words.tsx'
import { IconButton } from '../../ui/button.tsx'
import { PanelEdge } from './panel-edge.tsx'
import { usePanelFocus } from './panel-focus.ts'
import { Sheet } from './sheet.tsx'

export interface PanelPlace {
  phone: boolean
  width: number
  onWidth: (width: number) => void
  onClose: () => void
}

/** What stands beside the map: to the right on a desktop, from below on a phone. */
export function MapPanel({
  label,
  head,
  children,
  phone,
  width,
  onWidth,
  onClose,
}: PanelPlace & { label: string; head: ReactNode; children: ReactNode }) {
  const { t } = useWords()
  const panel = usePanelFocus(onClose)
  const content = (
    <>
      <div className="panel-head">
        {head}
        <IconButton icon="close" label={t('action.close')} onPress={onClose} />
      </div>
      <div className="panel-body">{children}</div>
    </>
  )
  if (phone) {
    return (
      <Sheet panel={panel} label={label} onClose={onClose}>
        {content}
      </Sheet>
    )
  }
  return (
    <aside {...panel} className="panel" aria-label={label}>
      <PanelEdge width={width} onWidth={onWidth} />
      {content}
    </aside>
  )
}
