import { useWords } from '../../i18n/words.tsx'
import { Icon } from '../../signs/icon.tsx'
import { Button } from '../../ui/button.tsx'
import { useDataNow } from '../../ui/now.ts'

interface MomentNoteProps {
  at: string | null
  since: string | null
  /** The list is open. */
  listed: boolean
  onList: () => void
}

/** Says that the map doesn't show now. */
export function MomentNote({ at, since, listed, onList }: MomentNoteProps) {
  const { t, f } = useWords()
  const now = useDataNow()
  const then = at === null ? t('time.now') : f.moment(at)
  return (
    <aside className="map-note past" aria-label={t('time.past')}>
      <Icon name="clock" size={20} />
      <div>
        <p role="status">
          <strong>
            {since === null
              ? t('time.was', { time: then })
              : t('changes-between.of', { since: f.moment(since), at: then })}
          </strong>
        </p>
        <p className="quiet">
          {at !== null && `${f.relative(at, now)}. `}
          {t('time.register-is-now')}
        </p>
        <div className="form-actions">
          <Button aria-expanded={listed} onPress={onList}>
            {t(since === null ? 'time.stood-out' : 'changes-between.title')}
          </Button>
        </div>
      </div>
    </aside>
  )
}
