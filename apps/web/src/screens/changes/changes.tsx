import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { UndoDialog } from '../../changes/undo-dialog.tsx'
import { type ChangeSetView, changeSetsQuery } from '../../data/changes.ts'
import { allItems } from '../../data/page.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'

/** The register's journal: every edit, edit of many and import, and a way to turn each round. */
export function ChangesScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const sets = useInfiniteQuery(changeSetsQuery(code))
  const [undoing, setUndoing] = useState<string | null>(null)
  const items = allItems(sets.data)
  return (
    <div className="screen">
      <ScreenHead title={t('changes.title')} lead={t('changes.lead')}>
        <Link className="button plain" to="/$municipality/import" params={{ municipality: code }}>
          {t('import.title')}
        </Link>
      </ScreenHead>
      <Loaded query={sets} skeleton={<SkeletonRows rows={8} height={56} />}>
        {() =>
          items.length === 0 ? (
            <Empty title={t('changes.none')}>{t('changes.none.what')}</Empty>
          ) : (
            <ol className="changes card">
              {items.map((set) => (
                <ChangeSetItem key={set.id} set={set} onUndo={() => setUndoing(set.id)} />
              ))}
            </ol>
          )
        }
      </Loaded>
      <MoreButton query={sets} />
      {undoing && <UndoDialog set={undoing} onClose={() => setUndoing(null)} />}
    </div>
  )
}

function ChangeSetItem({ set, onUndo }: { set: ChangeSetView; onUndo: () => void }) {
  const { t } = useWords()
  const { code } = useHere()
  const nameOf = usePersonName()
  const { asset, file, contractor } = set.detail
  return (
    <li>
      <div>
        <p>
          <strong>{t(`change.source.${set.source}`)}</strong> · {set.reason}
        </p>
        <p>
          {asset && (
            <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag: asset }}>
              {asset}
            </Link>
          )}
          {asset && set.assets > 1 && ' · '}
          {(!asset || set.assets > 1) && t('changes.assets', { count: set.assets })}
          {file && ` · ${file}`}
          {contractor && ` · ${contractor}`}
          {set.state === 'stopped' && <span className="chip">{t('changes.stopped')}</span>}
          {set.undoneBy !== null && <span className="chip">{t('changes.undone')}</span>}
        </p>
        <p className="quiet">
          <Moment at={set.at} /> · {nameOf(set.by)}
        </p>
      </div>
      {set.state !== 'open' && set.assets > 0 && (
        <Button look="quiet" onPress={onUndo} aria-label={t('changes.undo', { reason: set.reason })}>
          {t('undo.start')}
        </Button>
      )}
    </li>
  )
}
