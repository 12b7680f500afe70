import { useSyncExternalStore } from 'react';
import type { Import, ImportOptions, ImportReading } from '#contracts';
import { ApiError, request } from '../api/client.js';
import { queryClient } from '../api/query-client.js';
import { endSession } from '../api/session.js';
import { beginUpload, giveUploadUp, sendFile } from '../api/upload.js';
import { readStored, writeStored } from '../ui/stored.js';
import { markOf } from './same-file.js';

interface Progress {
  fileName: string;
  loaded: number;
  total: number;
}

/** The one upload of this tab. It lives outside the dialog, so that closing the dialog does not stop it. */
export type UploadState =
  | { phase: 'idle' }
  /** `waiting`: the connection is lost, and it goes on by itself. */
  | ({ phase: 'uploading'; waiting: boolean; secondsLeft: number | null } & Progress)
  | ({ phase: 'paused'; goOn: () => void } & Progress)
  /** The page was left or reloaded before the file had arrived. */
  | { phase: 'interrupted'; fileName: string }
  | { phase: 'failed'; fileName: string; error: Error; retry: () => void }
  | { phase: 'done'; fileName: string; importId: string };

/** The upload under way, kept for after a reload: which file it was, where it is, and the key that makes it count once. */
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

interface StoredUpload {
  fileName: string;
  /** See `markOf`. */
  mark: string;
  key: string;
  /** Null until it was begun. */
  id: string | null;
  choice: Omit<ImportChoice, 'file'>;
}

/** Uploads a file to be checked. Every attempt uses the same key, so the upload counts once. */
export async function startUpload({ file, ...choice }: ImportChoice): Promise<void> {
  await go(file, { fileName: file.name, mark: await markOf(file), key: uploadKey(), id: null, choice });
}

/**
 * Goes on with the upload that a reload interrupted.
 * @returns false, and does nothing, if it is not the same file
 */
export async function continueUpload(file: File): Promise<boolean> {
  const stored = storedUpload();
  if (stored?.mark !== (await markOf(file))) return false;
  void go(file, stored);
  return true;
}

async function go(file: File, before: StoredUpload): Promise<void> {
  const { fileName, key, choice } = before;
  running?.abort();
  const controller = (running = new AbortController());
  const { signal } = controller;
  const show = (next: UploadState) => {
    if (!signal.aborted) set(next);
  };
  let progress = { fileName, loaded: 0, total: file.size };
  const timeLeft = watchSpeed();
  current = { file, upload: before };
  keep(before);
  show({ phase: 'uploading', ...progress, waiting: false, secondsLeft: null });
  try {
    const id = before.id ?? (await beginUpload(file, fieldsOf(choice), key));
    if (signal.aborted) return;
    current = { file, upload: { ...before, id } };
    keep(current.upload);
    const importId = await sendFile(id, {
      file,
      signal,
      onProgress: (loaded, total) => {
        progress = { fileName, loaded, total };
        show({ phase: 'uploading', ...progress, waiting: false, secondsLeft: timeLeft(loaded, total) });
      },
      onWaiting: () => show({ phase: 'uploading', ...progress, waiting: true, secondsLeft: null }),
    });
    const made = await request<Import>(`/imports/${importId}`);
    queryClient.setQueryData(['imports', 'one', made.id], made);
    void queryClient.invalidateQueries({ queryKey: ['imports', 'list'] });
    keep(null);
    show({ phase: 'done', fileName, importId: made.id });
  } catch (error) {
    if (!signal.aborted) failed(file, before, error as Error);
  }
}

/** What has arrived is kept, unless the file is what was wrong. */
function failed(file: File, before: StoredUpload, error: Error): void {
  const { code, status } = error instanceof ApiError ? error : { code: '', status: null };
  const anew = { ...before, id: null };
  // It was kept too long.
  if (status === 404 && before.id !== null) return void go(file, anew);
  const goesOn = status === null || status >= 500 || ['not_signed_in', 'too_many_open_imports'].includes(code);
  const next = goesOn ? current!.upload : anew;
  if (!goesOn) keep(null);
  if (code === 'not_signed_in') endSession(queryClient);
  set({ phase: 'failed', fileName: file.name, error, retry: () => void go(file, next) });
}

/** The upload that was begun last. */
let current: { file: File; upload: StoredUpload } | null = null;

/** Stops the upload until somebody lets it go on. */
export function pauseUpload(): void {
  if (state.phase !== 'uploading' || !current) return;
  const { fileName, loaded, total } = state;
  const { file, upload } = current;
  running?.abort();
  set({ phase: 'paused', fileName, loaded, total, goOn: () => void go(file, upload) });
}

/** Gives the upload up, or forgets how the last one ended. */
export function dismissUpload(): void {
  const id = storedUpload()?.id;
  // If this fails, what has arrived is removed when it was kept too long.
  if (id) void giveUploadUp(id).catch(() => undefined);
  keep(null);
  running?.abort();
  running = null;
  set({ phase: 'idle' });
}

function fieldsOf(choice: StoredUpload['choice']): Record<string, string> {
  const fields = { ...choice, start: 'confirm', blankColumns: 'keep' };
  const stated = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(stated.map(([name, value]) => [name, String(value)]));
}

/** @returns how many seconds are left, by the speed since the first call; null while that is not known */
function watchSpeed(): (loaded: number, total: number) => number | null {
  let first: { at: number; loaded: number } | null = null;
  return (loaded, total) => {
    first ??= { at: Date.now(), loaded };
    const seconds = (Date.now() - first.at) / 1000;
    return seconds < 2 || loaded <= first.loaded ? null : ((total - loaded) * seconds) / (loaded - first.loaded);
  };
}

function keep(upload: StoredUpload | null): void {
  writeStored(STORED, upload && JSON.stringify(upload), 'session');
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

/** A random key that also works on plain http, where `crypto.randomUUID` is not available. */
function uploadKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
