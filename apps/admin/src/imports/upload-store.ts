import { useSyncExternalStore } from 'react';
import type { Import, ImportOptions, ImportReading } from '#contracts';
import { ApiError } from '../api/client.js';
import { queryClient } from '../api/query-client.js';
import { endSession } from '../api/session.js';
import { upload } from '../api/upload.js';
import { readStored, writeStored } from '../ui/stored.js';

/** The one upload of this tab. It lives outside the dialog, so that closing the dialog does not stop it. */
export type UploadState =
  | { phase: 'idle' }
  | { phase: 'uploading'; fileName: string; loaded: number; total: number }
  /** The page was left or reloaded before the file had arrived. */
  | { phase: 'interrupted'; fileName: string }
  | { phase: 'failed'; fileName: string; error: Error; retry: () => void }
  | { phase: 'done'; fileName: string; importId: string };

/** The upload under way, kept for after a reload: which file it was, and the key that makes it count once. */
const STORED = 'contacts.upload';

let state: UploadState = interruptedUpload() ?? { phase: 'idle' };
let running: AbortController | null = null;
const listeners = new Set<() => void>();

function set(next: UploadState): void {
  if ((state.phase === 'uploading') !== (next.phase === 'uploading')) askBeforeLeaving(next.phase === 'uploading');
  state = next;
  for (const listener of listeners) listener();
}

const onBeforeUnload = (event: BeforeUnloadEvent) => event.preventDefault();

/** Leaving the page would end the upload, so the browser asks first. Everything after the upload continues without the page. */
function askBeforeLeaving(ask: boolean): void {
  if (ask) window.addEventListener('beforeunload', onBeforeUnload);
  else window.removeEventListener('beforeunload', onBeforeUnload);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useUpload(): UploadState {
  return useSyncExternalStore(subscribe, () => state);
}

/** What the person chose in the dialog. Blank columns are decided after the check, so nothing is cleared by default. */
export interface ImportChoice extends Pick<ImportOptions, 'blankCells' | 'tagsMode' | 'optOut'>, ImportReading {
  accountId: string;
  file: File;
}

/** Uploads a file to be checked. Every attempt uses the same key, so the upload counts once. */
export async function startUpload(choice: ImportChoice, key = keyFor(choice)): Promise<void> {
  const { file } = choice;
  writeStored(STORED, JSON.stringify({ fileName: file.name, signature: signatureOf(choice), key }), 'session');
  running?.abort();
  const controller = (running = new AbortController());
  set({ phase: 'uploading', fileName: file.name, loaded: 0, total: file.size });
  try {
    const made = await upload<Import>({
      path: '/imports',
      form: importForm(choice),
      headers: { 'Idempotency-Key': key },
      signal: controller.signal,
      onProgress: (loaded, total) => {
        if (running === controller) set({ phase: 'uploading', fileName: file.name, loaded, total });
      },
    });
    queryClient.setQueryData(['imports', 'one', made.id], made);
    void queryClient.invalidateQueries({ queryKey: ['imports', 'list'] });
    writeStored(STORED, null, 'session');
    last = { importId: made.id, choice };
    if (running === controller) set({ phase: 'done', fileName: file.name, importId: made.id });
  } catch (error) {
    if (controller.signal.aborted) return;
    writeStored(STORED, null, 'session');
    if (error instanceof ApiError && error.code === 'not_signed_in') endSession(queryClient);
    set({ phase: 'failed', fileName: file.name, error: error as Error, retry: () => void startUpload(choice, key) });
  }
}

let last: { importId: string; choice: ImportChoice } | null = null;

/** What was chosen for this import, if it was the last upload of this tab: its file need not be chosen again. */
export function lastChoice(importId: string | undefined): ImportChoice | null {
  return last !== null && last.importId === importId ? last.choice : null;
}

/** Stops the upload, or forgets how the last one ended. */
export function dismissUpload(): void {
  if (running) writeStored(STORED, null, 'session');
  running?.abort();
  running = null;
  set({ phase: 'idle' });
}

/** The API requires the fields before the file. */
function importForm({ file, ...choice }: ImportChoice): FormData {
  const form = new FormData();
  const fields = { ...choice, start: 'confirm', blankColumns: 'keep' };
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, String(value));
  form.append('file', file, file.name);
  return form;
}

interface StoredUpload {
  fileName: string;
  signature: string;
  key: string;
}

function storedUpload(): StoredUpload | null {
  try {
    return JSON.parse(readStored(STORED, 'session') ?? 'null') as StoredUpload | null;
  } catch {
    return null;
  }
}

function interruptedUpload(): UploadState | null {
  const stored = storedUpload();
  return stored && { phase: 'interrupted', fileName: stored.fileName };
}

/** Tells whether two uploads are the same file for the same purpose. */
function signatureOf({ file, ...choice }: ImportChoice): string {
  return JSON.stringify([choice, file.name, file.size, file.lastModified]);
}

/** The key of the interrupted upload when this is the same one again: it may have arrived after all. */
function keyFor(choice: ImportChoice): string {
  const stored = storedUpload();
  return stored?.signature === signatureOf(choice) ? stored.key : uploadKey();
}

/** A random key that also works on plain http, where `crypto.randomUUID` is not available. */
function uploadKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
