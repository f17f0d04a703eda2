import { LevelProposal } from './level-proposal.tsx'
import { SewerInflow } from './sewer-inflow.tsx'

/** What a pumping station's page has beyond other assets'. */
export function SewerStation({ tag, level }: { tag: string; level: 2 | 3 }) {
  return (
    <>
      <SewerInflow tag={tag} level={level} />
      <LevelProposal tag={tag} level={level} />
    </>
  )
}
