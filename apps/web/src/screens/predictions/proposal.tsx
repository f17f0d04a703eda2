import { faultModes } from '@driftbild/core'
import { predictionTitle } from '@driftbild/words'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { faultQuery } from '../../data/faults.ts'
import type { PredictionView } from '../../data/predictions.ts'
import { useCreateOrder } from '../../data/work-orders.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'

/** What is proposed, and the one press that makes it work: an order for the fault that this belongs to. */
export function Proposal({ prediction }: { prediction: PredictionView }) {
  const { t, find } = useWords()
  const { code, may } = useHere()
  const navigate = useNavigate()
  const fault = useQuery({ ...faultQuery(code, prediction.fault ?? ''), enabled: prediction.fault !== null })
  const create = useCreateOrder(code)
  const order = fault.data?.order ?? null
  return (
    <section className="card" aria-labelledby="proposed">
      <h2 id="proposed">{t('prediction.proposed')}</h2>
      <p>
        {isCounted(prediction)
          ? t('proposal.lamp-out.find', { count: Math.round(prediction.size!.value) })
          : (find(`pump-action.${modeOf(prediction)}`) ?? t(`proposal.${prediction.kind}`))}
      </p>
      <p className="quiet">{t(`order.kind.${faultModes[prediction.kind].work}`)}</p>
      {prediction.fault === null ? (
        prediction.standing && <p className="quiet">{t('prediction.no-fault')}</p>
      ) : (
        <div className="card-actions">
          {order ? (
            <Link
              className="button strong"
              to="/$municipality/orders/$id"
              params={{ municipality: code, id: order }}
            >
              {t('prediction.open-order')}
            </Link>
          ) : (
            may('do-order', prediction.service) && (
              <Button
                look="strong"
                isPending={create.isPending}
                onPress={() => {
                  const body = { fault: prediction.fault!, title: predictionTitle(prediction, t) }
                  create.mutate(body, {
                    onSuccess: (made) =>
                      navigate({
                        to: '/$municipality/orders/$id',
                        params: { municipality: code, id: made.id },
                      }),
                  })
                }}
              >
                {t('prediction.create-order')}
              </Button>
            )
          )}
          <Link
            className="button plain"
            to="/$municipality/faults/$id"
            params={{ municipality: code, id: prediction.fault }}
          >
            {t('prediction.open-fault')}
          </Link>
        </div>
      )}
      {create.error && (
        <p className="inline-problem" role="alert">
          <ProblemWords error={create.error} />
        </p>
      )}
    </section>
  )
}

/** What in a pump its measurements point to, where its model says so: each cause has its own cure. */
const modeOf = ({ evidence }: PredictionView) =>
  evidence.find(({ sentence }) => sentence.code === 'failure-points-to')?.sentence.params.mode

/** Of lamps that don't report only their number is known, and their phase. */
const isCounted = ({ kind, size }: PredictionView): boolean => kind === 'lamp-out' && size !== null
