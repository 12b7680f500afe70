import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/language.js';
import { PHONE_WIDTH } from './phone-width.js';

interface DialogProps {
  title: string;
  opened: boolean;
  onClose: () => void;
  size?: number;
  /** Fills the window on a phone; for long forms. */
  tall?: boolean;
  /** False while it shows what cannot be shown again: then only its own button closes it. */
  dismissible?: boolean;
  children: ReactNode;
}

/** A dialog of the page. It stays mounted while it is closed, so that the focus finds back to what opened it. */
export function Dialog({
  title,
  opened,
  onClose,
  size = 480,
  tall = false,
  dismissible = true,
  children,
}: DialogProps) {
  const t = useText();
  const onPhone = useMediaQuery(PHONE_WIDTH, undefined, { getInitialValueInEffect: false });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      radius="lg"
      fullScreen={tall && (onPhone ?? false)}
      closeButtonProps={{ 'aria-label': t('control.close') }}
      withCloseButton={dismissible}
      closeOnEscape={dismissible}
      closeOnClickOutside={false}
      styles={{ title: { fontWeight: 600 } }}
      // Its header is not the page's, as the element would say.
      attributes={{ header: { role: 'presentation' } }}
      transitionProps={{ duration: 0 }}
    >
      {children}
      <FocusAfter />
    </Modal>
  );
}

/** Long enough for Mantine to give the focus back to what opened the dialog. */
const FOCUS_BACK_MS = 50;

/** Gives the focus to the page when what opened the dialog is gone with what was removed. */
function FocusAfter() {
  useEffect(
    () => () => {
      setTimeout(() => {
        if (document.activeElement === document.body)
          document.getElementById('content')?.focus({ preventScroll: true });
      }, FOCUS_BACK_MS);
    },
    [],
  );
  return null;
}
