/** The words of a look: what a clip can be styled, lit, made for and laid out as. */

export const STYLES = ['realistic', 'cinematic', 'cartoon', 'anime', 'motion-graphics', '3d'] as const
export type Style = (typeof STYLES)[number]

export const LIGHTINGS = [
  'high_contrast',
  'neon_glow',
  'golden_hour',
  'soft_key',
  'natural',
  'warm_ambient',
  'neon_noir',
  'volumetric',
] as const
export type Lighting = (typeof LIGHTINGS)[number]

export const PLATFORMS = ['tiktok', 'reels', 'shorts', 'youtube', 'instagram'] as const
export type Platform = (typeof PLATFORMS)[number]

/** Layouts of a clip that is made of words. */
export const TEMPLATES = ['kinetic_type', 'product_card', 'quote', 'countdown', 'list', 'before_after', 'offer', 'logo_sting'] as const
export type TemplateId = (typeof TEMPLATES)[number]

/** What flies over a clip. */
export const OVERLAYS = ['confetti', 'sparkles', 'hearts', 'snow'] as const
export type Overlay = (typeof OVERLAYS)[number]
