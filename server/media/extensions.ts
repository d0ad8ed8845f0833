const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'video/x-matroska': 'mkv',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/wav': 'wav',
  'audio/flac': 'flac',
  'audio/ogg': 'ogg',
  'text/vtt': 'vtt',
  'application/zip': 'zip',
  'application/vnd.pixar.opentimelineio+json': 'otio',
}

/** What the names of files of this type end with, without the dot. */
export function extensionOf(mime: string): string {
  return EXTENSIONS[mime] ?? 'bin'
}
