import { useWords } from '../../i18n/words.tsx'
import { isReadable, type QueueEntry } from '../../offline/queue-entry.ts'
import { OrderValue } from '../work-orders/order-value.tsx'

/** What somebody did, in words. */
export function EntryWords({ entry }: { entry: QueueEntry }) {
  const { t, f } = useWords()
  if (!isReadable(entry)) return <strong>{t('sync.unreadable')}</strong>
  const { work } = entry
  switch (work.kind) {
    case 'order':
      return (
        <span>
          <strong>{work.title}</strong>
          {work.commands.map(({ id, field, value }) => (
            <span key={id} className="queue-value">
              {t(`order.field.${field}`)}: <OrderValue field={field} value={value} />
            </span>
          ))}
        </span>
      )
    case 'photo':
    case 'voice':
    case 'signature':
      return (
        <span>
          <strong>{work.title}</strong>
          <span className="queue-value">
            {t(`document.${work.kind}`)}, {t('sync.size', { size: f.number(work.bytes / 1024, 0) })}
          </span>
        </span>
      )
    case 'report':
      return (
        <span>
          <strong>{work.place}</strong>
          <span className="queue-value">
            {t('report.title')}: {t(`mode.${work.report.mode}`)}
          </span>
        </span>
      )
    case 'round':
      return (
        <span>
          <strong>{work.name}</strong>
          {work.commands.map((command) => (
            <span key={command.id} className="queue-value">
              {command.type === 'skip'
                ? t('sync.skip', { asset: command.asset, reason: command.reason })
                : t(`sync.${command.type}`)}
            </span>
          ))}
        </span>
      )
  }
}
