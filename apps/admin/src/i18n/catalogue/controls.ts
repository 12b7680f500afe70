import type { Texts } from '#contracts';

/** Buttons and notices that several pages share. */
export const controls = {
  'control.cancel': { en: 'Cancel', es: 'Cancelar' },
  'control.save': { en: 'Save', es: 'Guardar' },
  'control.close': { en: 'Close', es: 'Cerrar' },
  'control.edit': { en: 'Edit', es: 'Editar' },
  'control.undo': { en: 'Undo', es: 'Deshacer' },
  'control.copy': { en: 'Copy', es: 'Copiar' },
  'control.copied': { en: 'Copied', es: 'Copiado' },
  'control.copiedDone': { en: 'I have copied it', es: 'Ya lo he copiado' },
  'control.more': { en: 'Show more', es: 'Mostrar más' },
  'control.required': { en: 'Fill this in.', es: 'Rellena este campo.' },
  'control.leave': {
    en: 'You have not saved your changes. Leave without them?',
    es: 'No has guardado los cambios. ¿Salir sin ellos?',
  },
} as const satisfies Texts;
