import { useWords } from '../../i18n/words.tsx'
import { PANEL_WIDTH } from './panel-size.ts'

const within = (width: number) => Math.min(PANEL_WIDTH.most, Math.max(PANEL_WIDTH.least, Math.round(width)))

/** The panel's left edge: drag it, or move it with the arrow keys. */
export function PanelEdge({ width, onWidth }: { width: number; onWidth: (width: number) => void }) {
  const { t } = useWords()
  return (
    // biome-ignore lint/a11y/useSemanticElements: an edge that moves is a separator with a value, no rule
    <div
      className="panel-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={t('map.panel-width')}
      aria-valuenow={width}
      aria-valuemin={PANEL_WIDTH.least}
      aria-valuemax={PANEL_WIDTH.most}
      tabIndex={0}
      onKeyDown={(event) => {
        const step =
          event.key === 'ArrowLeft' ? PANEL_WIDTH.step : event.key === 'ArrowRight' ? -PANEL_WIDTH.step : 0
        if (step === 0) return
        event.preventDefault()
        onWidth(within(width + step))
      }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId))
          onWidth(within(innerWidth - event.clientX))
      }}
    />
  )
}
