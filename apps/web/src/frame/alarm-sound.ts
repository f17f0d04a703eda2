import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { alarmsQuery } from '../data/alarms.ts'
import { allItems } from '../data/page.ts'
import { useNow } from '../ui/now.ts'
import { stored } from '../ui/stored.ts'
import { callsForPerson } from './calls.ts'

/** Off until somebody switches it on, in this browser. */
export const soundChoice = stored<'on' | 'off'>('driftbild.alarm-sound', 'off', ['on', 'off'])

const AGAIN_MS = 20_000
const listeners = new Set<() => void>()

export function chooseSound(choice: 'on' | 'off'): void {
  soundChoice.write(choice)
  // What a person just pressed allows the browser to sound; so they hear what it will be.
  if (choice === 'on') sound()
  for (const listener of listeners) listener()
}

export const useSoundChoice = (): 'on' | 'off' =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, soundChoice.read)

/** Sounds while a critical alarm calls for somebody, again and again until it is acknowledged. */
function useAlarmSound(municipality: string): void {
  const isOn = useSoundChoice() === 'on'
  const alarms = useInfiniteQuery({ ...alarmsQuery(municipality, true), enabled: isOn })
  const now = useNow()
  const calls =
    isOn && allItems(alarms.data).some((alarm) => alarm.priority === 'critical' && callsForPerson(alarm, now))
  useEffect(() => {
    if (!calls) return
    sound()
    const timer = setInterval(sound, AGAIN_MS)
    return () => clearInterval(timer)
  }, [calls])
}

/** Two short tones, a fourth apart: heard in a room, and no siren. */
function sound(): void {
  const context = new AudioContext()
  const gain = context.createGain()
  gain.gain.value = 0.15
  gain.connect(context.destination)
  for (const [i, frequency] of [587, 784].entries()) {
    const tone = context.createOscillator()
    tone.frequency.value = frequency
    tone.connect(gain)
    tone.start(context.currentTime + i * 0.22)
    tone.stop(context.currentTime + i * 0.22 + 0.18)
  }
  setTimeout(() => void context.close(), 1_000)
}

/** Nothing to see. */
export function AlarmSound({ municipality }: { municipality: string }) {
  useAlarmSound(municipality)
  return null
}
