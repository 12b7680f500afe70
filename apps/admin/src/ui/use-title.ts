import { useEffect } from 'react';
import { useText } from '../i18n/language.js';

/** Sets the title of the browser's tab while a page is shown. */
export function useTitle(title: string): void {
  const t = useText();
  const name = t('app.name');
  useEffect(() => {
    document.title = title === name ? name : `${title} · ${name}`;
  }, [title, name]);
}
