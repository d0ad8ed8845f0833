export { chooseTemplate } from './choose-template.ts'
export { prepareOverlay, prepareTemplate, type SceneParts } from './prepare-template.ts'
