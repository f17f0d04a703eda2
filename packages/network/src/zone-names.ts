/** Lantmäteriet's regional zones of SWEREF 99, each a strip of a degree and a half: EPSG code and middle meridian. */
export const swerefZones = [
  { code: 3007, name: 'SWEREF 99 12 00', meridian: 12 },
  { code: 3008, name: 'SWEREF 99 13 30', meridian: 13.5 },
  { code: 3012, name: 'SWEREF 99 14 15', meridian: 14.25 },
  { code: 3009, name: 'SWEREF 99 15 00', meridian: 15 },
  { code: 3013, name: 'SWEREF 99 15 45', meridian: 15.75 },
  { code: 3010, name: 'SWEREF 99 16 30', meridian: 16.5 },
  { code: 3014, name: 'SWEREF 99 17 15', meridian: 17.25 },
  { code: 3011, name: 'SWEREF 99 18 00', meridian: 18 },
  { code: 3015, name: 'SWEREF 99 18 45', meridian: 18.75 },
  { code: 3016, name: 'SWEREF 99 20 15', meridian: 20.25 },
  { code: 3017, name: 'SWEREF 99 21 45', meridian: 21.75 },
  { code: 3018, name: 'SWEREF 99 23 15', meridian: 23.25 },
] as const
