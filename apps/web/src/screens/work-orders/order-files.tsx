import { useQuery } from '@tanstack/react-query'
import { contentOf, orderDocumentsQuery } from '../../data/field.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { FieldFiles, isFieldFile } from './field-files.tsx'

/** What the crew photographed, said and had signed at the place. */
export function OrderFiles({ order }: { order: string }) {
  const { t } = useWords()
  const { code } = useHere()
  const documents = useQuery(orderDocumentsQuery(code, order))
  const files = (documents.data ?? []).filter(isFieldFile)
  if (files.length === 0) return null
  return (
    <section className="card" aria-labelledby="order-files">
      <h2 id="order-files">{t('order.files')}</h2>
      <FieldFiles
        files={files.map(({ madeAt, addedAt, ...file }) => ({
          ...file,
          at: madeAt ?? addedAt,
          from: { address: contentOf(code, file.id) },
        }))}
      />
    </section>
  )
}
