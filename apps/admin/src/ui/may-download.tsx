import type { ReactNode } from 'react';
import { useMe } from '../api/session.js';

/** Shows its children, which download personal data, only to those who may. */
export function MayDownload({ children }: { children: ReactNode }) {
  return useMe().mayDownload ? children : null;
}
