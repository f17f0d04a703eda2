import { useQuery } from '@tanstack/react-query'
import { contentOf, orderDocumentsQuery } from '../../data/field.ts'
import type { WorkOrderView } from '../../data/work-orders.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import type { Field } from '../../offline/field.ts'
import { type FileWork, isFile, type QueueEntry } from '../../offline/queue-entry.ts'
import { FieldFiles, isFieldFile, type MadeFile } from '../work-orders/field-files.tsx'
import { PhotoInput } from './photo-input.tsx'
import { SignatureButton } from './signature-button.tsx'
import { VoiceNote } from './voice-note.tsx'

interface VisitFilesProps {
  order: WorkOrderView
  asset: string
  field: Field
  entries: readonly QueueEntry[]
}

/** What was photographed, said and signed here: what is on its way, seen from the phone, and what the centre has. */
export function VisitFiles({ order, asset, field, entries }: VisitFilesProps) {
  const { t } = useWords()
  const { code } = useHere()
  const there = useQuery(orderDocumentsQuery(code, order.id))
  const queued = entries.flatMap(({ work }) => (isFile(work) && work.order === order.id ? [work] : []))
  const sent = (there.data ?? [])
    .filter(isFieldFile)
    .filter(({ id }) => queued.every((file) => file.id !== id))
    .map(
      ({ madeAt, addedAt, ...file }): MadeFile => ({
        ...file,
        at: madeAt ?? addedAt,
        from: { address: contentOf(code, file.id) },
      }),
    )
  const of = { asset, order: order.id, title: order.title }
  return (
    <section className="card" aria-labelledby="files">
      <h2 id="files">{t('order.files')}</h2>
      <FieldFiles files={[...queued.map(onPhone), ...sent]} />
      <div className="field-actions">
        <PhotoInput onPhoto={(photo) => field.addFile(photo, of)} />
        <VoiceNote onVoice={(voice) => field.addFile(voice, of)} />
        <SignatureButton onSigned={(signature) => field.addFile(signature, of)} />
      </div>
    </section>
  )
}

const onPhone = ({ id, kind, name, mediaType, bytes, hash, madeAt }: FileWork): MadeFile => ({
  ...{ id, kind, name, mediaType, bytes },
  at: madeAt,
  from: { hash },
})
