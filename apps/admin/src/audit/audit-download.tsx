import { Button } from '@mantine/core';
import { apiUrl } from '../api/client.js';
import { audit } from '../i18n/catalogue/audit.js';
import { useAreaText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';

/** Links to files with the entries that match. */
export function AuditDownload({ query }: { query: Record<string, string | null> }) {
  const t = useAreaText(audit);
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== null);
  return (['csv', 'jsonl'] as const).map((format) => (
    <Button
      key={format}
      component="a"
      download
      href={apiUrl(`/audit/download?${new URLSearchParams([...given, ['format', format]])}`)}
      variant="default"
      leftSection={<Icon name="download" />}
    >
      {t(`audit.${format}`)}
    </Button>
  ));
}
