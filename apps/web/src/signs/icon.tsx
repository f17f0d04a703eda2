import type { AssetClass, Service } from '@driftbild/core'
import { classIcons, serviceIcons } from './class-icons.ts'
import { type UiIcon, uiIcons } from './ui-icons.ts'

/** Icons are decoration beside words: whoever uses one alone gives its control a name. */
function Glyph({ path, size }: { path: string; size: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}

export const Icon = ({ name, size = 20 }: { name: UiIcon; size?: number }) => (
  <Glyph path={uiIcons[name]} size={size} />
)

export const ClassIcon = ({ of, size = 20 }: { of: AssetClass; size?: number }) => (
  <Glyph path={classIcons[of]} size={size} />
)

export const ServiceIcon = ({ of, size = 20 }: { of: Service; size?: number }) => (
  <Glyph path={serviceIcons[of]} size={size} />
)
