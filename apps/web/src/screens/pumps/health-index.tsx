import { Sparkline } from '../../chart/sparkline.tsx'
import type { PumpView } from '../../data/pumps.ts'
import { useWords } from '../../i18n/words.tsx'

/** The number in its range, and how it came there. */
export function HealthIndex({ pump: { index, course } }: { pump: PumpView }) {
  const { t } = useWords()
  if (index === null) return null
  return (
    <span className="health-index">
      <strong className="number">{t('pumps.index.of', { index })}</strong>
      <meter min={0} max={100} value={index} aria-hidden="true" />
      {course.time.length > 1 && (
        <Sparkline time={course.time.map((at) => Date.parse(at))} values={course.index} range={[0, 100]} />
      )}
    </span>
  )
}
