import { useOrderExport } from '../data/exports.ts'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'
import { Button } from '../ui/button.tsx'
import { ProblemWords } from '../ui/loaded.tsx'

/** One press: the asset's dossier is made, and fetched when it is done. */
export function DossierButton({ tag }: { tag: string }) {
  const { t, locale } = useWords()
  const { code } = useHere()
  const order = useOrderExport(code)
  return (
    <>
      <Button
        isPending={order.isPending}
        onPress={() => order.mutate({ format: 'pdf', language: locale, selection: { tags: [tag] } })}
      >
        {t('export.asset')}
      </Button>
      {order.error && (
        <p className="inline-problem" role="alert">
          <ProblemWords error={order.error} />
        </p>
      )}
    </>
  )
}
