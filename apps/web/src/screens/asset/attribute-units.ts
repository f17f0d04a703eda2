/** Units of the attributes that core's asset classes define in their comments; the same in every language. */
export const attributeUnits: Record<string, string> = {
  diameter: 'mm',
  length: 'm',
  elevation: 'm',
  ratedFlow: 'm³/h',
  ratedHead: 'm',
  ratedPower: 'kW',
  capacity: 'm³/h',
  minLevel: 'm',
  maxLevel: 'm',
  sumpArea: 'm²',
  startLevel: 'm',
  stopLevel: 'm',
  overflowLevel: 'm',
  poleHeight: 'm',
  depth: 'mm',
}
