import { DRINKING_WATER_SOURCE, isDrinkingWaterDefault } from '@driftbild/core'
import { ruleWords } from '@driftbild/words'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { type AlarmRuleView, alarmRulesQuery } from '../../data/alarm-tools.ts'
import type { AssetPage } from '../../data/assets.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Button } from '../../ui/button.tsx'
import { LimitDialog } from './limit-dialog.tsx'

/** What raises an alarm of an asset; who may sets the limits here. */
export function AlarmLimits({ asset, level }: { asset: AssetPage; level: 2 | 3 }) {
  const words = useWords()
  const { t, f } = words
  const { code, may } = useHere()
  const title = useId()
  const Heading = `h${level}` as const
  const rules = useQuery(alarmRulesQuery(code, asset.tag))
  const [chosen, setChosen] = useState<AlarmRuleView | null>(null)
  if (!rules.data || rules.data.length === 0) return null
  const word = may('set-alarm-limits', asset.service) ? t('limits.change') : t('limits.look')
  return (
    <section aria-labelledby={title}>
      <Heading id={title}>{t('limits.title')}</Heading>
      <ul className="limit-list">
        {rules.data.map((one) => {
          const name = ruleWords(one, words, f)
          return (
            <li key={one.rule.id}>
              <StateMark state={one.rule.priority} />
              <span>
                {name}{' '}
                <span className="quiet">
                  {t(`mode.${one.rule.mode}`)}
                  {isDrinkingWaterDefault(one.rule.id) &&
                    ` · ${t('limits.source', { source: DRINKING_WATER_SOURCE.title })}`}
                </span>
              </span>
              <Button look="quiet" aria-label={`${word}: ${name}`} onPress={() => setChosen(one)}>
                {word}
              </Button>
            </li>
          )
        })}
      </ul>
      {chosen && (
        <LimitDialog
          of={chosen}
          mayChange={may('set-alarm-limits', asset.service)}
          onClose={() => setChosen(null)}
        />
      )}
    </section>
  )
}
