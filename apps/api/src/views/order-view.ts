import { type FaultMode, formatTime, type OrderEvent, type WorkOrder } from '@driftbild/core'
import { faultModesOf, orderHistories, type Tx } from '@driftbild/store'
import type { WorkOrderView } from '../contract/index.ts'
import type { Picture } from '../picture/picture.ts'
import { positionOf, viewSubject } from './subject.ts'

/** Orders as people see them, with what of it lies elsewhere: the fault's mode and who changed what. */
export async function viewOrders(
  tx: Tx,
  picture: Picture,
  orders: readonly WorkOrder[],
): Promise<WorkOrderView[]> {
  const modes = await faultModesOf(
    tx,
    orders.flatMap((order) => order.fault ?? []),
  )
  const histories = await orderHistories(
    tx,
    orders.map((order) => order.id),
  )
  return orders.map((order) =>
    viewOrder(
      picture,
      order,
      order.fault === null ? null : modes.get(order.fault)!,
      histories.get(order.id) ?? [],
    ),
  )
}

function viewOrder(
  picture: Picture,
  order: WorkOrder,
  mode: FaultMode | null,
  history: readonly OrderEvent[],
): WorkOrderView {
  const { changed: _, createdAt, ...rest } = order
  return {
    ...rest,
    ...viewSubject(picture, order.subject, mode),
    mode,
    createdAt: formatTime(createdAt),
    position: positionOf(picture, order.subject),
    history: history.map(({ at, by, field, value }) => ({ at: formatTime(at), by, field, value })),
  }
}

const titles: Record<FaultMode, string> = {
  leak: 'Misstänkt läcka',
  'low-pressure': 'Lågt tryck',
  'reservoir-level': 'Nivå i reservoar',
  'watercourse-level': 'Nivå i vattendrag',
  'water-quality': 'Misstänkt förorening',
  'pump-failure': 'Pump på väg att haverera',
  'pump-overheated': 'Överhettad pump',
  'pump-clogged': 'Igensatt pump',
  'seal-leak': 'Läckande tätning',
  'check-valve': 'Otät backventil',
  overflow: 'Bräddning',
  'high-level': 'Hög nivå',
  'lamp-out': 'Släckt lampa',
  'gear-failure': 'Trasigt driftdon',
  'cable-fault': 'Kabelfel',
  'phase-outage': 'Mörk fas',
  'earth-fault': 'Jordfel',
  'contactor-fault': 'Kontaktorfel',
  'day-burning': 'Tänt på dagen',
  'foreign-load': 'Främmande last',
  'container-full': 'Fullt kärl',
  'sensor-fault': 'Givarfel',
}

/** An order is a document in the municipality's language; this is its title until a person gives it one. */
export const plainTitle = (mode: FaultMode, subjectName: string): string =>
  `${titles[mode]}: ${subjectName}`.slice(0, 200)
