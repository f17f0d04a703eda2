import { ServiceScreen } from './service-screen.tsx'

// A place in the rail each, with an address that says which.
export const WaterScreen = () => <ServiceScreen service="water" />
export const SewerScreen = () => <ServiceScreen service="sewer" />
export const LightingScreen = () => <ServiceScreen service="lighting" />
export const WasteScreen = () => <ServiceScreen service="waste" />
