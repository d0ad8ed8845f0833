export { budgetLevel, type BudgetParts, committed, missingFor, readDollars } from './budget.ts'
export { BudgetBar, type BudgetBarProps } from './budget-bar.tsx'
export { Button, type ButtonProps, IconButton, type IconButtonProps } from './button.tsx'
export {
  ChoiceCards,
  ChoiceRows,
  type ChoiceProps,
  Chips,
  GroupedCards,
  type GroupedChoiceProps,
  type Option,
  type OptionGroup,
  type RowOption,
  Segmented,
} from './choice.tsx'
export { CardPicture } from './card-picture.tsx'
export { classes } from './classes.ts'
export { Dialog, type DialogProps } from './dialog.tsx'
export { Disclosure, type DisclosureProps } from './disclosure.tsx'
export { DownloadButton, type DownloadButtonProps, FILM_FORMAT_NAMES, type FilmFormat } from './download-button.tsx'
export { Field, type FieldProps, INPUT_LOOK } from './field.tsx'
export { formatBytes, formatClock, formatDate, formatMoment, formatNumber, formatPrice, formatSpan } from './format.ts'
export { chooseLanguage, createTranslator, type Language, LANGUAGES, showLanguage } from './i18n/index.ts'
export { adjustmentText, failureText, issueText, problemText, type ShownProblem } from './i18n/problem-text.ts'
export { ImprovePrompt, type ImprovePromptProps, type PromptReply } from './improve-prompt.tsx'
export { MotionPreview, type MotionPreviewProps } from './motion-preview/motion-preview.tsx'
export { MotionStage, type MotionStageProps, SEEK_EVENT } from './motion-preview/motion-stage.tsx'
export { MOVE_GROUP_NAMES, MOVE_GROUPS, MoveMiniature, type MoveMiniatureProps } from './motion-preview/move-miniature.tsx'
export { SampleScene } from './motion-preview/sample-scene.tsx'
export { aimOf, placeAt, type Shot, type ShotPicture } from './motion-preview/stage.ts'
export { TitleBackdrop, TitleWords } from './motion-preview/title-scene.tsx'
export { FramedPicture, type FramedPictureProps } from './motion-preview/framed-picture.tsx'
export { EmptyState, type EmptyStateProps, Notice, type NoticeProps, Skeleton, type Tone } from './notice.tsx'
export { Progress, type ProgressProps } from './progress.tsx'
export { NotSetUp, ProviderHeading } from './providers.tsx'
export { useReducedMotion } from './reduced-motion.ts'
export { Slider, type SliderProps } from './slider.tsx'
export { Switch, type SwitchProps } from './switch.tsx'
export { TabPanel, Tabs, type TabsProps } from './tabs.tsx'
export { applyTheme, type Theme } from './theme.ts'
export { type ToastMessage, ToastScope, useToast } from './toast.tsx'
export { Tooltip, type TooltipProps, TooltipScope } from './tooltip.tsx'
export { useWatched, type Watchable } from './use-watched.ts'
