import { useState } from 'react'
import { ProblemResponse } from '../../data/http.ts'
import { useWords } from '../../i18n/words.tsx'
import type { Field } from '../../offline/field.ts'
import type { QueueEntry } from '../../offline/queue-entry.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { EntryWords } from './entry-words.tsx'

/** It stays until its person says: once more, or away with it; the latter is asked twice. */
export function RefusedEntry({ entry, field }: { entry: QueueEntry; field: Field }) {
  const { t } = useWords()
  const [sure, setSure] = useState(false)
  return (
    <li>
      <EntryWords entry={entry} />
      <p>
        <ProblemWords error={new ProblemResponse(entry.refused!)} />
      </p>
      <span className="quiet">
        <Moment at={new Date(entry.madeAt).toISOString()} relative ours />
      </span>
      <div className="card-actions">
        <Button onPress={() => void field.retry(entry)}>{t('action.retry')}</Button>
        {sure ? (
          <Button look="strong" onPress={() => void field.discard(entry)}>
            {t('sync.discard.sure')}
          </Button>
        ) : (
          <Button onPress={() => setSure(true)}>{t('sync.discard')}</Button>
        )}
      </div>
    </li>
  )
}
