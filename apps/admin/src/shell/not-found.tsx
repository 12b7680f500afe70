import { Button, EmptyState } from '@mantine/core';
import { Link } from 'react-router';
import { useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { useTitle } from '../ui/use-title.js';

export function NotFound() {
  const t = useText();
  useTitle(t('app.notFound'));
  return (
    <EmptyState mt={80} icon={<Icon name="search" size={28} />} title={t('app.notFound')}>
      <EmptyState.Actions>
        <Button component={Link} to="/">
          {t('app.goToContacts')}
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
