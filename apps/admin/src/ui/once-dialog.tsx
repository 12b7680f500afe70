import { useState, type ReactNode } from 'react';
import { Dialog } from './dialog.js';
import { ShownOnce } from './shown-once.js';

interface OnceDialogProps<Made> {
  title: string;
  opened: boolean;
  onClose: () => void;
  /** What has to be filled in first. */
  form: (onMade: (made: Made) => void, close: () => void) => ReactNode;
  /** The secret of what was made. */
  shown: (made: Made) => { label: string; secret: string; help: string };
}

/** A dialog that makes something with a secret, and then shows that, this one time. Only its own button closes it then. */
export function OnceDialog<Made>({ title, opened, onClose, form, shown }: OnceDialogProps<Made>) {
  const [made, setMade] = useState<{ it: Made } | null>(null);
  const close = () => {
    setMade(null);
    onClose();
  };
  return (
    <Dialog title={title} opened={opened} onClose={close} dismissible={made === null}>
      {made ? <ShownOnce {...shown(made.it)} onDone={close} /> : form((it) => setMade({ it }), close)}
    </Dialog>
  );
}
