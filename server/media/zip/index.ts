export { readZip, type ZipMember, type ZipReader, ZIP_LIMITS } from './read-zip.ts'
export { writeZip, type ZipInput } from './write-zip.ts'
