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
  /** False while it shows something that cannot be shown again: then only its own button closes it. */
  dismissible?: boolean;
  children: ReactNode;
}

/** A dialog of the page. It stays mounted while it is closed, so that the focus can return to what opened it. */
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
      // A <header> here would count as the header of the page.
      attributes={{ header: { role: 'presentation' } }}
      transitionProps={{ duration: 0 }}
    >
      {children}
      <FocusAfter />
    </Modal>
  );
}

/** Long enough for Mantine to return the focus to what opened the dialog. */
const FOCUS_BACK_MS = 50;

/** Moves the focus to the page when the button that opened the dialog was removed together with its line. */
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
