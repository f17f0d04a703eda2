import { useWords } from '../../i18n/words.tsx'
import type { Field, FieldState } from '../../offline/field.ts'
import { isReadable, type QueueEntry } from '../../offline/queue-entry.ts'
import { useField } from '../../offline/use-field.ts'
import { Button } from '../../ui/button.tsx'
import { SkeletonRows } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { SendingBar } from '../my-day/sending-bar.tsx'
import { EntryWords } from './entry-words.tsx'
import { RefusedEntry } from './refused-entry.tsx'
import { StorageRoom } from './storage-room.tsx'
import { unsettled, VisitConflict } from './visit-conflict.tsx'

/** What the centre does not know yet, what it refused, and where two people said different things. */
export function SyncScreen() {
  const { t } = useWords()
  const { field, state } = useField()
  return (
    <div className="screen outdoors">
      <ScreenHead title={t('nav.sync')} lead={state ? <SendingWords state={state} /> : undefined} />
      {state ? <Queue field={field} state={state} /> : <SkeletonRows rows={3} height={72} />}
    </div>
  )
}

function SendingWords({ state }: { state: FieldState }) {
  const { t, f } = useWords()
  const { sending } = state
  if (state.entries.length === 0) return t('sync.all-sent')
  if (sending.is === 'waiting')
    return t('sync.next', { at: f.clock(new Date(sending.nextTry).toISOString()) })
  return t(`sync.${sending.is}`)
}

function Queue({ field, state }: { field: Field; state: FieldState }) {
  const { t } = useWords()
  const { entries, others, day, settled } = state
  const waiting = entries.filter((entry) => !entry.refused)
  const refused = entries.filter((entry) => entry.refused)
  const conflicts = unsettled(day?.day ?? null, settled)
  return (
    <>
      <SendingBar state={state} />
      {conflicts.length > 0 && (
        <section className="card conflicts" aria-labelledby="conflicts">
          <h2 id="conflicts">{t('order.conflicts', { count: conflicts.length })}</h2>
          <p className="quiet">{t('order.conflicts.what')}</p>
          <ul>
            {conflicts.map(({ order, conflict }) => (
              <VisitConflict key={conflict.command} order={order} conflict={conflict} field={field} />
            ))}
          </ul>
        </section>
      )}
      {refused.length > 0 && (
        <section className="card" aria-labelledby="refused">
          <h2 id="refused">{t('sync.refused.count', { count: refused.length })}</h2>
          <p className="quiet">{t('sync.refused.what')}</p>
          <ul className="queue">
            {refused.map((entry) => (
              <RefusedEntry key={entry.position} entry={entry} field={field} />
            ))}
          </ul>
        </section>
      )}
      {waiting.length > 0 && (
        <section className="card" aria-labelledby="waiting">
          <h2 id="waiting">{t('sync.waiting', { count: waiting.length })}</h2>
          <ol className="queue">
            {waiting.map((entry) => (
              <WaitingEntry key={entry.position} entry={entry} />
            ))}
          </ol>
          <Button look="strong" isDisabled={state.sending.is === 'sending'} onPress={() => field.sendNow()}>
            {t('sync.send-now')}
          </Button>
        </section>
      )}
      {others > 0 && <p className="remark">{t('sync.others', { count: others })}</p>}
      <StorageRoom />
    </>
  )
}

function WaitingEntry({ entry }: { entry: QueueEntry }) {
  const { t } = useWords()
  return (
    <li>
      <EntryWords entry={entry} />
      <span className="quiet">
        <Moment at={new Date(entry.madeAt).toISOString()} relative ours />
        {!isReadable(entry) && ` · ${t('sync.newer')}`}
      </span>
    </li>
  )
}
