export type { Subject } from './protocol.ts'
export { createSubjects, type Availability, type Subjects, type SubjectsOptions } from './subjects.ts'
