import { Button, EmptyState } from '@mantine/core';
import { Link } from 'react-router';
import { welcome } from '../i18n/catalogue/welcome.js';
import { useAreaText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';

/** Says that a link leads nowhere, and shows the way to the sign-in. */
export function DeadEnd({ title, help }: { title: string; help: string }) {
  const t = useAreaText(welcome);
  return (
    <EmptyState
      maw={520}
      icon={<Icon name="alert" size={28} />}
      variant="light"
      title={
        <span role="alert" style={{ display: 'block' }}>
          {title}
        </span>
      }
      description={help}
    >
      <EmptyState.Actions>
        <Button component={Link} to="/" variant="default">
          {t('welcome.signIn')}
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
