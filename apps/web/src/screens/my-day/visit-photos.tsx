import { useQuery } from '@tanstack/react-query'
import { contentOf, orderDocumentsQuery } from '../../data/field.ts'
import type { WorkOrderView } from '../../data/work-orders.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import type { Field } from '../../offline/field.ts'
import type { QueueEntry } from '../../offline/queue-entry.ts'
import { PhotoInput } from './photo-input.tsx'
import { QueuedPhoto } from './queued-photo.tsx'

interface VisitPhotosProps {
  order: WorkOrderView
  asset: string
  field: Field
  entries: readonly QueueEntry[]
}

/** Those on their way, seen from the phone, and those that the centre has. */
export function VisitPhotos({ order, asset, field, entries }: VisitPhotosProps) {
  const { t } = useWords()
  const { code } = useHere()
  const there = useQuery(orderDocumentsQuery(code, order.id))
  const queued = entries.flatMap(({ work }) =>
    work.kind === 'photo' && work.order === order.id ? [work] : [],
  )
  const sent = (there.data ?? []).filter(
    ({ id, kind }) => kind === 'photo' && queued.every((photo) => photo.id !== id),
  )
  return (
    <section className="card" aria-labelledby="photos">
      <h2 id="photos">{t('photos.title', { count: queued.length + sent.length })}</h2>
      <ul className="photos">
        {queued.map((photo) => (
          <li key={photo.id}>
            <QueuedPhoto hash={photo.hash} name={photo.name} />
            <span className="quiet">{t('visit.waiting')}</span>
          </li>
        ))}
        {sent.map(({ id, name }) => (
          <li key={id}>
            <img src={contentOf(code, id)} alt={name} loading="lazy" />
          </li>
        ))}
      </ul>
      <PhotoInput
        onPhoto={(photo) => field.addPhoto(photo, { asset, order: order.id, title: order.title })}
      />
    </section>
  )
}
