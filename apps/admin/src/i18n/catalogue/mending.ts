import type { Texts } from '#contracts';

/** The rows of a checked file that may have to be mended. */
export const mending = {
  'mend.title': { en: 'Mend rows', es: 'Corregir filas' },
  'mend.help': {
    en: 'Change a cell and check again; Enter goes to the row below, Escape brings back the text. Your file stays as it is.',
    es: 'Cambia una celda y comprueba otra vez; Intro va a la fila de abajo y Escape recupera el texto. Tu archivo se queda como está.',
  },
  'mend.which': { en: 'Which rows', es: 'Qué filas' },
  'mend.rejected': { en: 'Rejected ({count})', es: 'Rechazadas ({count})' },
  'mend.doubtful': { en: 'Doubtful ({count})', es: 'Dudosas ({count})' },
  'mend.mended': { en: 'Mended', es: 'Corregidas' },
  'mend.row': { en: 'Row', es: 'Fila' },
  'mend.what': { en: 'What is wrong', es: 'Qué pasa' },
  'mend.cell': { en: '{column}, row {row}', es: '{column}, fila {row}' },
  'mend.same': { en: 'The same for all {count} of this kind', es: 'Lo mismo en las {count} de este tipo' },
  'mend.dropSurplus': { en: 'Remove what is too much: {cells}', es: 'Quitar lo que sobra: {cells}' },
  'mend.leaveOut': { en: 'Leave out row {row}', es: 'Omitir la fila {row}' },
  'mend.leaveOutAll': { en: 'Leave out all {count} with this problem', es: 'Omitir las {count} con este problema' },
  'mend.was': { en: 'was “{text}”', es: 'era «{text}»' },
  'mend.takeBack': { en: 'Take back row {row}', es: 'Deshacer la fila {row}' },
  'mend.rule': {
    en: '{column}: “{from}” becomes “{to}” in every row',
    es: '{column}: «{from}» pasa a «{to}» en todas las filas',
  },
  'mend.leftOut': { en: 'Left out: {problem}', es: 'Se omiten: {problem}' },
  'mend.takeBackRule': { en: 'Take back', es: 'Deshacer' },
  'mend.previous': { en: 'Previous rows', es: 'Filas anteriores' },
  'mend.next': { en: 'Next rows', es: 'Filas siguientes' },
  'mend.again': { en: 'Check again as mended', es: 'Comprobar otra vez con las correcciones' },
  'mend.forget': { en: 'Forget what I typed', es: 'Descartar lo escrito' },
  'mend.none': { en: 'No rows of this kind.', es: 'No hay filas de este tipo.' },
} as const satisfies Texts;
