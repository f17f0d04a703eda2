import { ruleWords } from '@driftbild/words'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type AlarmRuleView, alarmRulesQuery } from '../../data/alarm-tools.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { AssetPicker, type PickedAsset } from '../../ui/asset-picker.tsx'
import { Select } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'

interface RuleChoiceProps {
  legend: string
  chosen: AlarmRuleView | null
  /** The alarm that this one can't be. */
  except: AlarmRuleView | null
  onChoose: (rule: AlarmRuleView | null) => void
}

/** One alarm: first of which asset, then which of its limits. */
export function RuleChoice({ legend, chosen, except, onChoose }: RuleChoiceProps) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const [asset, setAsset] = useState<PickedAsset | null>(
    chosen && { tag: chosen.asset, name: chosen.assetName },
  )
  const rules = useQuery({ ...alarmRulesQuery(code, asset?.tag ?? ''), enabled: asset !== null })
  const options = asset === null ? [] : (rules.data ?? []).filter(({ rule }) => rule.id !== except?.rule.id)
  return (
    <fieldset className="rule-choice">
      <legend>{legend}</legend>
      <AssetPicker
        label={t('silenced.asset')}
        hint={t('silenced.asset.hint')}
        picked={asset}
        onPick={(next) => {
          setAsset(next)
          onChoose(null)
        }}
      />
      {asset && rules.data && options.length === 0 && <p role="status">{t('silenced.no-rules')}</p>}
      {options.length > 0 && (
        <Select<string>
          label={t('silenced.alarm')}
          value={chosen?.rule.id ?? ''}
          none={t('silenced.choose')}
          onChange={(id) => onChoose(options.find(({ rule }) => rule.id === id) ?? null)}
          options={options.map((view) => ({
            value: view.rule.id,
            label: `${ruleWords(view, { t, find }, f)} · ${t(`priority.${view.rule.priority}`)}`,
          }))}
        />
      )}
      <ProblemLine error={rules.error} />
    </fieldset>
  )
}
