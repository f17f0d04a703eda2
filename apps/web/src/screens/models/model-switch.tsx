import { useState } from 'react'
import { type ModelView, useSwitchModel } from '../../data/models.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

/** Off or on here, with a reason; nothing for a model that isn't good enough to be on. */
export function ModelSwitch({ card }: { card: ModelView }) {
  const { t, f } = useWords()
  const { code, may } = useHere()
  const [asking, setAsking] = useState(false)
  const change = useSwitchModel(code, card.name)
  if (!card.active) return null
  const label = t(card.off ? 'model.switch-on' : 'model.switch-off')
  return (
    <>
      {card.off && (
        <p className="remark">{t('model.off', { reason: card.off.reason, day: f.day(card.off.at) })}</p>
      )}
      {may('manage-models') && (
        <p>
          <Button aria-label={`${label}: ${card.name}`} onPress={() => setAsking(true)}>
            {label}
          </Button>
        </p>
      )}
      {asking && (
        <ReasonDialog
          title={label}
          what={t('model.switch-what')}
          pending={change.isPending}
          error={change.error}
          onClose={() => setAsking(false)}
          onSend={(reason) =>
            change.mutate({ on: card.off !== null, reason }, { onSuccess: () => setAsking(false) })
          }
        />
      )}
    </>
  )
}
