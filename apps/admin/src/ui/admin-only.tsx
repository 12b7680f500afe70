import { EmptyState } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMe } from '../api/session.js';
import { useText } from '../i18n/language.js';
import { Icon } from './icon.js';

/** Shows its children only to administrators. Others who follow a link here are told so. */
export function AdminOnly({ children }: { children: ReactNode }) {
  const t = useText();
  const me = useMe();
  if (me.role === 'admin') return children;
  return (
    <EmptyState
      mt={80}
      icon={<Icon name="team" size={28} />}
      variant="light"
      title={t('nav.adminOnly')}
      description={t('nav.adminOnlyHelp', { organisation: me.organisation.name })}
    />
  );
}
