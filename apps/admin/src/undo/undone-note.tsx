import { Text } from '@mantine/core';
import { useUndo } from '../api/undos.js';
import { undo as texts } from '../i18n/catalogue/undo.js';
import { useAreaText } from '../i18n/language.js';

interface UndoneNoteProps {
  /** The undo of what is shown, or of an undo. */
  id: string;
  /** Whether this undo takes back what is shown, and not an undo of it. */
  takesBack?: boolean;
}

/** Says of something in a list that it is undone, unless its undo is undone in turn. */
export function UndoneNote({ id, takesBack = true }: UndoneNoteProps) {
  const t = useAreaText(texts);
  const { data } = useUndo(id);
  if (!data) return null;
  const isOver = data.status === 'cancelled' || data.status === 'failed';
  if (!isOver && data.undoneBy) return <UndoneNote id={data.undoneBy} takesBack={!takesBack} />;
  if (isOver === takesBack) return null;
  return (
    <Text size="sm" c="dimmed" mt={2}>
      {t(isOver ? 'undo.status.completed' : `undo.status.${data.status}`)}
    </Text>
  );
}
