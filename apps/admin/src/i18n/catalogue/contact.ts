import type { Texts } from '../texts.js';

/** The side panel of one contact. */
export const contact = {
  'contact.title': { en: 'Contact', es: 'Contacto' },
  'contact.add': { en: 'Add a contact', es: 'Añadir un contacto' },
  'contact.addShort': { en: 'Add', es: 'Añadir' },
  'contact.addButton': { en: 'Add', es: 'Añadir' },
  'contact.addHelp': {
    en: 'If this number has a contact with this phone already, it takes over what you give here.',
    es: 'Si este número ya tiene un contacto con ese teléfono, tomará lo que indiques aquí.',
  },
  'contact.close': { en: 'Close', es: 'Cerrar' },
  'contact.cancel': { en: 'Cancel', es: 'Cancelar' },
  'contact.save': { en: 'Save', es: 'Guardar' },
  'contact.saved': { en: 'Saved', es: 'Guardado' },
  'contact.undo': { en: 'Undo', es: 'Deshacer' },
  'contact.leave': {
    en: 'You have not saved your changes. Leave without them?',
    es: 'No has guardado los cambios. ¿Salir sin ellos?',
  },
  'contact.phoneHelp': { en: 'With the country code: +44 7700 900123', es: 'Con el prefijo del país: +34 600 111 222' },
  'contact.phoneMissing': { en: 'Enter a phone number.', es: 'Escribe un teléfono.' },
  'contact.nameMissing': { en: 'Enter a name.', es: 'Escribe un nombre.' },
  'contact.tagsHint': { en: 'Type a tag and press Enter', es: 'Escribe una etiqueta y pulsa Intro' },
  'contact.clearTags': { en: 'Remove all tags', es: 'Quitar todas las etiquetas' },
  'contact.values': { en: 'Values', es: 'Valores' },
  'contact.addValue': { en: 'Add a value', es: 'Añadir un valor' },
  'contact.addValueButton': { en: 'Add', es: 'Añadir' },
  'contact.valueName': { en: 'Its name, such as city', es: 'Su nombre, por ejemplo ciudad' },
  'contact.removeValue': { en: 'Remove {name}', es: 'Quitar {name}' },
  'contact.inactive': {
    en: 'This WhatsApp number is inactive: its contacts can be read and downloaded, but not changed.',
    es: 'Este número de WhatsApp está inactivo: sus contactos se pueden ver y descargar, pero no cambiar.',
  },
  'contact.changedByRow': { en: 'Changed {when} by row {row} of', es: 'Cambiado el {when} por la fila {row} de' },
  'contact.changedBy': { en: 'Changed {when} by {who}', es: 'Cambiado el {when} por {who}' },
  'contact.anImport': { en: 'an import', es: 'una importación' },
  'contact.created': { en: 'Added {when}', es: 'Añadido el {when}' },
  'contact.conflict': {
    en: 'Somebody changed this contact meanwhile',
    es: 'Alguien ha cambiado este contacto mientras tanto',
  },
  'contact.conflictHelp': {
    en: 'Nothing of yours was saved, and nothing of theirs is lost.',
    es: 'No se ha guardado nada tuyo ni se ha perdido nada suyo.',
  },
  'contact.field': { en: 'Field', es: 'Campo' },
  'contact.before': { en: 'You saw', es: 'Veías' },
  'contact.theirs': { en: 'It is now', es: 'Ahora es' },
  'contact.takeTheirs': { en: 'Take theirs', es: 'Quedarme con lo suyo' },
  'contact.keepMine': { en: 'Put my changes on top', es: 'Aplicar mis cambios encima' },

  'author.you': { en: 'you', es: 'ti' },
  'author.key': { en: 'the API key “{name}”', es: 'la clave de API «{name}»' },
  'author.someKey': { en: 'the API', es: 'la API' },
  'author.former': { en: 'a former colleague', es: 'una persona que ya no está' },
  'author.somebody': { en: 'a colleague', es: 'otra persona' },
} as const satisfies Texts;
