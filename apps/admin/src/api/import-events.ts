import { useEffect, useEffectEvent, useState } from 'react';
import type { Import } from '#contracts';
import { useLanguage } from '../i18n/language.js';
import { apiUrl } from './client.js';

/**
 * Listens to the server-sent events of an import. Each event is the whole import in its present state.
 * @returns true while events come; false when there is no stream, so that the caller polls instead
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
