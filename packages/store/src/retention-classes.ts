import { type AssetClass, type Role, type Service, serviceOf } from '@driftbild/core'

/** A law or regulation by its name and number. */
export interface Source {
  title: string
  number: string
}

export interface RetentionClass {
  id: string
  covers(signal: { role: Role; assetClass: AssetClass }): boolean
  /** Why somebody may have to keep it, or may not. How long is the municipality's own decision. */
  reason: { sv: string; en: string }
  sources: readonly Source[]
}

const archives: Source = { title: 'Arkivlagen', number: 'SFS 1990:782' }
const environmentalCode: Source = { title: 'Miljöbalken', number: 'SFS 1998:808' }
const selfMonitoring: Source = {
  title: 'Förordningen om verksamhetsutövares egenkontroll',
  number: 'SFS 1998:901',
}
const wastewater: Source = {
  title:
    'Naturvårdsverkets föreskrifter om rening och kontroll av utsläpp av avloppsvatten från tätbebyggelse',
  number: 'NFS 2016:6',
}
const drinkingWater: Source = {
  title: 'Livsmedelsverkets föreskrifter om dricksvatten',
  number: 'LIVSFS 2022:12',
}
const dataProtection: Source = { title: 'Dataskyddsförordningen', number: '(EU) 2016/679' }

const machineRoles: ReadonlySet<Role> = new Set<Role>([
  ...(['vibration', 'acceleration-1', 'acceleration-2'] as const),
  ...(['temperature', 'bearing-temperature', 'motor-temperature', 'seal-moisture'] as const),
  ...(['power', 'energy', 'current', 'current-l1', 'current-l2', 'current-l3', 'voltage'] as const),
  ...(['speed', 'frequency', 'starts', 'run-hours', 'running'] as const),
])
const overflowRoles: ReadonlySet<Role> = new Set<Role>(['overflowing', 'level', 'rain'])

const isOf =
  (service: Service) =>
  ({ assetClass }: { assetClass: AssetClass }): boolean =>
    serviceOf(assetClass) === service

/**
 * Classes of signals that are kept for like reasons; a signal is of the first that covers it. Everything is kept
 * unless a municipality has decided otherwise, and no class proposes a number of years: what holds for one works, by its
 * permit, its supervision and the municipality's plan for its documents, is not ours to say. The laws are where to begin.
 */
export const retentionClasses: readonly RetentionClass[] = [
  {
    id: 'sewer-overflow',
    covers: (signal) => isOf('sewer')(signal) && overflowRoles.has(signal.role),
    reason: {
      sv: 'Nivåer, bräddningar och regn styrker vad som rapporterats om utsläpp av orenat avloppsvatten. Vårt råd är att spara dem tills tillsynen är avslutad och dokumenthanteringsplanen tillåter gallring.',
      en: 'Levels, overflows and rain prove what was reported about untreated wastewater that was let out. Our advice is to keep them until its supervision is over and the municipality’s plan for its documents allows it.',
    },
    sources: [archives, environmentalCode, selfMonitoring, wastewater],
  },
  {
    id: 'machines',
    covers: (signal) => (isOf('water')(signal) || isOf('sewer')(signal)) && machineRoles.has(signal.role),
    reason: {
      sv: 'Vibration, ström, temperatur och gångtid hör till skötseln av pumpar. De är allmänna handlingar och gallras först efter kommunens beslut. Modellerna lär av dem.',
      en: 'Vibration, current, temperature and running time belong to the care of pumps. They are public records and go only by the municipality’s decision. The models learn from them.',
    },
    sources: [archives, selfMonitoring],
  },
  {
    id: 'drinking-water',
    covers: isOf('water'),
    reason: {
      sv: 'Flöde, tryck och nivå i dricksvattnets anläggningar hör till faroanalysen och egenkontrollen, och till utredningen när vattnet har varit otjänligt. Hur länge avgör verksamhetens egen plan.',
      en: 'Flow, pressure and level of the drinking water’s works belong to its hazard analysis and monitoring, and to the inquiry when water was unfit. How long is said by the operator’s own plan.',
    },
    sources: [archives, drinkingWater],
  },
  {
    id: 'sewer',
    covers: isOf('sewer'),
    reason: {
      sv: 'Flöden i avloppsnätet är underlag för egenkontroll och miljörapport.',
      en: 'Flows of the sewer network are what self-monitoring and the environmental report rest on.',
    },
    sources: [archives, environmentalCode, selfMonitoring, wastewater],
  },
  {
    id: 'lighting',
    covers: isOf('lighting'),
    reason: {
      sv: 'Energi och brinntid är underlag för uppföljning och för att granska elfakturor. Fakturorna själva bevaras i ekonomisystemet.',
      en: 'Energy and burning hours are for follow-up and for checking the bills. The bills themselves are kept where accounts are.',
    },
    sources: [archives],
  },
  {
    id: 'waste',
    covers: isOf('waste'),
    reason: {
      sv: 'Fyllnadsgrad i ett kärl som hör till ett hushåll berättar om hushållet och får inte sparas längre än ändamålet kräver; i allmänna kärl gör den det inte. Kommunen avgör vilket det är, och gallringen behöver ändå ett beslut.',
      en: 'The fill of a container that belongs to a household tells of it and may not be kept for longer than its purpose needs; that of a public one doesn’t. Which it is the municipality says, and letting go of it needs a decision all the same.',
    },
    sources: [dataProtection, archives],
  },
]

/** Every service is covered as a whole by one of them. */
export const retentionClassOf = (signal: { role: Role; assetClass: AssetClass }): string =>
  retentionClasses.find((one) => one.covers(signal))!.id
