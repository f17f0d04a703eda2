import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FieldChanges } from '../../changes/field-changes.tsx'
import { UndoDialog } from '../../changes/undo-dialog.tsx'
import type { AssetPage } from '../../data/assets.ts'
import { type AssetChangeView, assetChangesQuery } from '../../data/changes.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { usePersonName } from '../../ui/person-name.ts'

const SHOWN_FIRST = 5

/** Who changed what of the asset, when and why, newest first; each can be turned round. Nothing where nothing was. */
export function AssetHistory({ asset, level }: { asset: AssetPage; level: 2 | 3 }) {
  const { t } = useWords()
  const { code, may } = useHere()
  const changes = useQuery(assetChangesQuery(code, asset.tag))
  const [undoing, setUndoing] = useState<string | null>(null)
  const [all, setAll] = useState(false)
  const Heading = level === 2 ? 'h2' : 'h3'
  const told = changes.data ?? []
  if (told.length === 0) return null
  const shown = all ? told : told.slice(0, SHOWN_FIRST)
  return (
    <section aria-labelledby="asset-history">
      <Heading id="asset-history">{t('history.title')}</Heading>
      <ol className="changes">
        {shown.map((change) => (
          <li key={change.set}>
            <ChangeText change={change} of={asset} />
            {may('edit-assets', asset.service) && (
              <Button look="quiet" onPress={() => setUndoing(change.set)}>
                {t('undo.start')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {shown.length < told.length && (
        <Button look="quiet" onPress={() => setAll(true)}>
          {t('action.more')}
        </Button>
      )}
      {undoing && <UndoDialog set={undoing} onClose={() => setUndoing(null)} />}
    </section>
  )
}

function ChangeText({ change, of }: { change: AssetChangeView; of: AssetPage }) {
  const { t } = useWords()
  const nameOf = usePersonName()
  return (
    <div>
      <p>
        <strong>{t(`change.source.${change.source}`)}</strong> · {change.reason}
      </p>
      {change.kind === 'changed' ? (
        <FieldChanges fields={change.fields} of={of.class} />
      ) : (
        <p>{t(`history.${change.kind}`)}</p>
      )}
      <p className="quiet">
        <Moment at={change.at} /> · {nameOf(change.by)}
      </p>
    </div>
  )
}
