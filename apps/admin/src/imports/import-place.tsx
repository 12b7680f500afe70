import { Alert, Anchor, Text } from '@mantine/core';
import { Link, useLocation } from 'react-router';
import type { Import } from '#contracts';
import { useImportName } from '../api/imports.js';
import { useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';

/** Why an import does not progress: it waits for another one, with a link, or a part of the service is unavailable. */
export function ImportPlace({ made, path }: { made: Import; path: string }) {
  const t = useText();
  const { search } = useLocation();
  const before = useImportName(made.waitingFor);
  if (made.waitingFor) {
    return (
      <Alert role="status">
        <Text size="sm">{t('import.waiting')}</Text>
        <Anchor component={Link} to={{ pathname: `${path}/${made.waitingFor}`, search }} size="sm" underline="always">
          {before ?? t('import.waitingWhich')}
        </Anchor>
      </Alert>
    );
  }
  if (!made.stalled) return null;
  return (
    <Alert role="status" color="orange" icon={<Icon name="alert" />} title={t('status.stalled')}>
      <Text size="sm">{t('import.stalledHelp')}</Text>
    </Alert>
  );
}
