export { chooseTemplate } from './choose-template.ts'
export { prepareTemplate, type SceneParts } from './prepare-template.ts'
