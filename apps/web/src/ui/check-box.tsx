import { Icon } from '../signs/icon.tsx'

/** The square of a check box, beside whatever it is called. */
export const CheckBox = () => (
  <span className="check-box" aria-hidden="true">
    <Icon name="check" size={14} />
  </span>
)
