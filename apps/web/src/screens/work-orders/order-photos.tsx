import { useQuery } from '@tanstack/react-query'
import { contentOf, orderDocumentsQuery } from '../../data/field.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'

/** What the crew photographed at the place. */
export function OrderPhotos({ order }: { order: string }) {
  const { t } = useWords()
  const { code } = useHere()
  const documents = useQuery(orderDocumentsQuery(code, order))
  const photos = documents.data?.filter(({ kind }) => kind === 'photo') ?? []
  if (photos.length === 0) return null
  return (
    <section className="card" aria-labelledby="order-photos">
      <h2 id="order-photos">{t('photos.title', { count: photos.length })}</h2>
      <ul className="photos">
        {photos.map(({ id, name }) => (
          <li key={id}>
            <a href={contentOf(code, id)} target="_blank" rel="noreferrer">
              <img src={contentOf(code, id)} alt={name} loading="lazy" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
