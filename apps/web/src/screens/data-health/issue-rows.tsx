import type { CollectorView } from '../../data/collectors.ts'
import { useWords } from '../../i18n/words.tsx'

/** What it sent and the register has no signal for: a person puts one of the two right. */
export function IssueRows({ issues }: { issues: CollectorView['issues'] }) {
  const { t, f, find } = useWords()
  if (issues.length === 0) return null
  const unitOf = (unit: string | null) => (unit === null ? '' : find(`unit.${unit}`) || unit)
  return (
    <>
      <h3>{t('health.issues')}</h3>
      <p className="remark">{t('health.unassigned.what')}</p>
      <ul className="silences">
        {issues.map(({ kind, key, unit, expectedUnit, readings, lastAt }) => (
          <li key={`${kind} ${key} ${unit}`}>
            <div>
              <p>{t(`health.issues.${kind}`, { key, unit: unitOf(unit), expected: unitOf(expectedUnit) })}</p>
              <p className="quiet">{t('health.issues.count', { count: readings, at: f.moment(lastAt) })}</p>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
