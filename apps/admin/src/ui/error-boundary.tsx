import { Button, Center, EmptyState } from '@mantine/core';
import { Component } from 'react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/language.js';
import { Icon } from './icon.js';

/** Shows what to do when a part of the page cannot be rendered, or its script cannot be loaded. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  const t = useText();
  return (
    <Center mih="60dvh" p="md" role="alert">
      <EmptyState icon={<Icon name="alert" size={28} />} title={t('app.crashed')} description={t('app.crashedHelp')}>
        <EmptyState.Actions>
          <Button onClick={() => window.location.reload()}>{t('app.reload')}</Button>
        </EmptyState.Actions>
      </EmptyState>
    </Center>
  );
}
