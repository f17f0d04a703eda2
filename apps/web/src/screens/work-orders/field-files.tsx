import { type FieldFileKind, fieldFileTypes } from '@driftbild/core'
import type { Instant } from '@driftbild/words'
import { useId } from 'react'
import { useWords } from '../../i18n/words.tsx'
import { Icon } from '../../signs/icon.tsx'
import { Moment } from '../../ui/moment.tsx'
import { useKeptFile } from './use-kept-file.ts'

/** What a crew made at the place: at the centre by its address, or still on this phone by its hash. */
export interface MadeFile {
  id: string
  kind: FieldFileKind
  name: string
  mediaType: string
  bytes: number
  at: Instant
  from: { address: string } | { hash: string }
}

export const isFieldFile = <T extends { kind: string }>(file: T): file is T & { kind: FieldFileKind } =>
  file.kind in fieldFileTypes

/** Photos to look at, voice notes to hear, signatures with who signed and when. */
export function FieldFiles({ files }: { files: readonly MadeFile[] }) {
  const { t } = useWords()
  const id = useId()
  const of = (kind: FieldFileKind) => files.filter((file) => file.kind === kind)
  const [photos, voices, signatures] = [of('photo'), of('voice'), of('signature')]
  return (
    <>
      <section className="made" aria-labelledby={`${id}-photos`}>
        <h3 id={`${id}-photos`}>{t('photos.title', { count: photos.length })}</h3>
        {photos.length > 0 && (
          <ul className="photos">
            {photos.map((file) => (
              <li key={file.id}>
                <Picture file={file} />
                <Waiting file={file} />
              </li>
            ))}
          </ul>
        )}
      </section>
      {voices.length > 0 && (
        <section className="made" aria-labelledby={`${id}-voices`}>
          <h3 id={`${id}-voices`}>{t('voices.title', { count: voices.length })}</h3>
          <ul className="voices">
            {voices.map((file) => (
              <li key={file.id}>
                <Sound file={file} />
                <Waiting file={file} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {signatures.length > 0 && (
        <section className="made" aria-labelledby={`${id}-signatures`}>
          <h3 id={`${id}-signatures`}>{t('signatures.title', { count: signatures.length })}</h3>
          <ul className="signatures">
            {signatures.map((file) => (
              <li key={file.id}>
                <Picture file={file} />
                <p>
                  {file.name}, <Moment at={file.at} />
                </p>
                <Waiting file={file} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Picture({ file }: { file: MadeFile }) {
  const address = useAddress(file)
  if (!address) return <span className="photo-coming" />
  const picture = <img src={address} alt={file.name} loading="lazy" />
  // What is still on the phone has no address that another tab could open.
  return 'hash' in file.from ? (
    picture
  ) : (
    <a href={address} target="_blank" rel="noreferrer">
      {picture}
    </a>
  )
}

function Sound({ file }: { file: MadeFile }) {
  const { t, f } = useWords()
  const address = useAddress(file)
  return (
    <>
      <p className="quiet">
        <Moment at={file.at} /> · {t('sync.size', { size: f.number(file.bytes / 1024, 0) })}
      </p>
      {address && (
        // biome-ignore lint/a11y/useMediaCaption: somebody spoke into a phone; there is no text of it
        <audio controls preload="none" src={address} aria-label={file.name} />
      )}
    </>
  )
}

function Waiting({ file: { from } }: { file: MadeFile }) {
  const { t } = useWords()
  if (!('hash' in from)) return null
  return (
    <span className="visit-note quiet">
      <Icon name="sync" size={14} /> {t('visit.waiting')}
    </span>
  )
}

function useAddress({ from, mediaType }: MadeFile): string | null {
  const kept = useKeptFile('hash' in from ? from.hash : null, mediaType)
  return 'address' in from ? from.address : kept
}
