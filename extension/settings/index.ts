import { lazy } from 'react'

/** Loaded when this browser is not paired. */
export const PairingScreen = lazy(async () => ({ default: (await import('./pairing-screen.tsx')).PairingScreen }))
/** Loaded when it is opened. */
export const SettingsRoom = lazy(async () => ({ default: (await import('./settings-room.tsx')).SettingsRoom }))
export { UnclearNotice, type UnclearNoticeProps } from './unclear-notice.tsx'
export type { PairingScreenProps } from './pairing-screen.tsx'
export type { SettingsPorts } from './ports.ts'
export type { SettingsPart, SettingsRoomProps } from './settings-room.tsx'
