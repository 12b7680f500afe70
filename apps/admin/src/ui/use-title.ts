import { useEffect } from 'react';
import { useText } from '../i18n/language.js';

/** Names the browser's tab while a page shows. */
export function useTitle(title: string): void {
  const t = useText();
  const name = t('app.name');
  useEffect(() => {
    document.title = title === name ? name : `${title} · ${name}`;
  }, [title, name]);
}
