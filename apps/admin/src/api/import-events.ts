import { useEffect, useEffectEvent, useState } from 'react';
import type { Import } from '#contracts';
import { useLanguage } from '../i18n/language.js';
import { apiUrl } from './client.js';

/**
 * Listens to an import's server-sent events, each the import as it is then.
 * @returns true while events come; false when the stream is away or broken, so that the caller asks instead
 */
export function useImportEvents(id: string, open: boolean, onEvent: (event: Import) => void): boolean {
  const [listening, setListening] = useState(false);
  const { language } = useLanguage();
  const receive = useEffectEvent((message: MessageEvent<string>) => {
    setListening(true);
    onEvent(JSON.parse(message.data) as Import);
  });
  useEffect(() => {
    if (!open) return;
    const source = new EventSource(apiUrl(`/imports/${id}/events?language=${language}`));
    source.onmessage = (message: MessageEvent<string>) => receive(message);
    source.onerror = () => setListening(false);
    return () => {
      source.close();
      setListening(false);
    };
  }, [id, open, language]);
  return listening;
}
