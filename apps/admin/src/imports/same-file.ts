const SAMPLE_BYTES = 1024 * 1024;

/**
 * Tells whether a file is the same as one that was chosen before: by name, size, time, and a hash of its beginning and
 * end. Its whole content would take long to read.
 */
export async function markOf(file: File): Promise<string> {
  return JSON.stringify([file.name, file.size, file.lastModified, await sampleOf(file)]);
}

/** On plain http, browsers hash nothing. */
async function sampleOf(file: File): Promise<string> {
  if (!crypto.subtle) return '';
  const ends = new Blob([file.slice(0, SAMPLE_BYTES), file.slice(-SAMPLE_BYTES)]);
  const hash = await crypto.subtle.digest('SHA-256', await ends.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
