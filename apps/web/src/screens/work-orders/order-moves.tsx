import { useState } from 'react'
import type { useOrderCommands, WorkOrderView } from '../../data/work-orders.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { CloseInspectionDialog } from '../inspections/close-inspection.tsx'
import { AssignDialog } from './assign-dialog.tsx'
import { CloseDialog } from './close-dialog.tsx'
import { type Move, movesFrom } from './moves.ts'

export type Commands = ReturnType<typeof useOrderCommands>

/** What can be done with an order now: one strong button for the ordinary step, quiet ones for the rest. */
export function OrderMoves({ order, commands }: { order: WorkOrderView; commands: Commands }) {
  const { t } = useWords()
  const { may } = useHere()
  const [asking, setAsking] = useState<Move | null>(null)
  const moves = movesFrom(order.state, (right) => may(right, order.service))
  if (moves.length === 0) return null
  const take = (move: Move) => {
    if (move.ask === 'nothing') commands.mutate({ state: move.to })
    else setAsking(move)
  }
  const done = { onSuccess: () => setAsking(null) }
  return (
    <div className="card-actions order-moves">
      {moves.map((move) => (
        <Button
          key={move.to}
          look={move.forward ? 'strong' : 'plain'}
          isPending={commands.isPending && commands.variables.state === move.to}
          onPress={() => take(move)}
        >
          {t(moveWords(order, move))}
        </Button>
      ))}
      {asking?.ask === 'assignee' && (
        <AssignDialog
          order={order}
          pending={commands.isPending}
          error={commands.error}
          onClose={() => setAsking(null)}
          onAssign={(changes) => commands.mutate({ ...changes, state: 'assigned' }, done)}
        />
      )}
      {asking?.ask === 'outcome' && order.kind === 'inspection' && (
        <CloseInspectionDialog
          order={order}
          seen={asking.to === 'done'}
          pending={commands.isPending}
          error={commands.error}
          onClose={() => setAsking(null)}
          onOutcome={(outcome) => commands.mutate({ outcome, state: asking.to }, done)}
        />
      )}
      {asking?.ask === 'outcome' && order.kind !== 'inspection' && (
        <CloseDialog
          order={order}
          found={asking.to === 'done'}
          pending={commands.isPending}
          error={commands.error}
          onClose={() => setAsking(null)}
          onOutcome={(outcome) => commands.mutate({ outcome, state: asking.to }, done)}
        />
      )}
    </div>
  )
}

/** What can't be looked at was not "without a fault". */
const moveWords = ({ kind }: WorkOrderView, { name }: Move) =>
  kind === 'inspection' && name === 'not-found' ? 'inspection.not-seen' : (`order.move.${name}` as const)
