import { type Priority, priorities } from '@driftbild/core'
import { ruleOfAsset } from '@driftbild/words'
import { useState } from 'react'
import {
  type AlarmRuleView,
  type SuppressionView,
  useChangeSuppression,
  useSuppress,
} from '../../data/alarm-tools.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { RuleChoice } from './rule-choice.tsx'

export type Design = Extract<SuppressionView, { kind: 'by-design' }>

/** Lets one alarm be silent while another stands, or changes such a decision. */
export function SilenceDialog({ design, onClose }: { design: Design | null; onClose: () => void }) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const add = useSuppress(code)
  const change = useChangeSuppression(code)
  const [rule, setRule] = useState<AlarmRuleView | null>(design?.rule ?? null)
  const [whileRule, setWhileRule] = useState<AlarmRuleView | null>(design?.whileRule ?? null)
  const [reason, setReason] = useState(design?.reason ?? '')
  const whole = rule && whileRule && { rule, whileRule }
  const save = () => {
    if (!whole) return
    const body = {
      ...{ kind: 'by-design' as const, rule: whole.rule.rule.id },
      ...{ whileRule: whole.whileRule.rule.id, reason: reason.trim() },
    }
    if (design) change.mutate({ id: design.id, body }, { onSuccess: onClose })
    else add.mutate(body, { onSuccess: onClose })
  }
  return (
    <Dialog title={t('silenced.title')} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <RuleChoice legend={t('silenced.rule')} chosen={rule} except={whileRule} onChoose={setRule} />
        <RuleChoice legend={t('silenced.while')} chosen={whileRule} except={rule} onChoose={setWhileRule} />
        <Field label={t('silenced.reason')}>
          {(ids) => (
            <textarea
              {...ids}
              rows={2}
              required
              maxLength={400}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <div role="status">
          {whole && (
            <p className="remark">
              {t('silenced.whole', {
                rule: ruleOfAsset(whole.rule, { t, find }, f),
                while: ruleOfAsset(whole.whileRule, { t, find }, f),
              })}
            </p>
          )}
          {whole && isWeaker(whole.whileRule.rule.priority, whole.rule.rule.priority) && (
            <p className="remark">
              {t('silenced.weaker', {
                rule: t(`priority.${whole.rule.rule.priority}`),
                while: t(`priority.${whole.whileRule.rule.priority}`),
              })}
            </p>
          )}
        </div>
        <ProblemLine error={add.error ?? change.error} />
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button
            look="strong"
            type="submit"
            isPending={add.isPending || change.isPending}
            isDisabled={!whole || reason.trim() === ''}
          >
            {t('action.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

const isWeaker = (one: Priority, than: Priority): boolean =>
  priorities.indexOf(one) < priorities.indexOf(than)
