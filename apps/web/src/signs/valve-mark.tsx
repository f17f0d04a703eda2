import { type ValveShape, valveShapes } from '@driftbild/words/look'

/** A valve as plans draw it, on the map and beside it; the words next to it say the same. */
export function ValveMark({ as, size = 18 }: { as: ValveShape; size?: number }) {
  return (
    <svg
      className="valve-mark"
      data-as={as}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <path d={valveShapes[as]} />
    </svg>
  )
}
