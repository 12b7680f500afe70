import type { Texts } from '#contracts';

/** What every page shares: navigation, settings, problems, the connection, what is away. */
export const app = {
  'app.name': { en: 'Contacts', es: 'Contactos' },
  'app.tagline': { en: 'The address book behind your WhatsApp campaigns', es: 'La agenda de tus campañas de WhatsApp' },
  'app.skip': { en: 'Skip to content', es: 'Ir al contenido' },
  'app.navigation': { en: 'Main', es: 'Principal' },
  'app.openMenu': { en: 'Open the menu', es: 'Abrir el menú' },
  'app.closeMenu': { en: 'Close the menu', es: 'Cerrar el menú' },
  'app.loading': { en: 'Loading', es: 'Cargando' },
  'app.notFound': { en: 'There is no such page', es: 'Esta página no existe' },
  'app.goToContacts': { en: 'Go to the contacts', es: 'Ir a los contactos' },
  'app.crashed': { en: 'This page ran into a problem', es: 'Esta página ha tenido un problema' },
  'app.crashedHelp': {
    en: 'Nothing you saved is lost. Load the page again; imports and downloads go on meanwhile.',
    es: 'No se ha perdido nada de lo guardado. Vuelve a cargar la página; las importaciones y descargas siguen mientras tanto.',
  },
  'app.reload': { en: 'Load again', es: 'Volver a cargar' },

  'settings.menu': { en: 'Settings and sign-out', es: 'Ajustes y cierre de sesión' },
  'settings.organisation': { en: 'Organisation', es: 'Organización' },
  'settings.appearance': { en: 'Appearance', es: 'Apariencia' },
  'settings.light': { en: 'Light', es: 'Claro' },
  'settings.dark': { en: 'Dark', es: 'Oscuro' },
  'settings.auto': { en: 'As the system', es: 'Como el sistema' },
  'settings.language': { en: 'Language', es: 'Idioma' },

  'role.viewer': { en: 'Viewer', es: 'Lectura' },
  'role.editor': { en: 'Editor', es: 'Edición' },
  'role.admin': { en: 'Administrator', es: 'Administración' },

  'problem.retry': { en: 'Try again', es: 'Reintentar' },
  'problem.connection': { en: 'The server cannot be reached.', es: 'No se puede contactar con el servidor.' },
  'problem.connectionHelp': {
    en: 'Check your connection, then try again.',
    es: 'Comprueba tu conexión e inténtalo otra vez.',
  },
  'problem.reference': { en: 'Reference for support: {id}', es: 'Referencia para soporte: {id}' },
  'problem.noActiveAccountHelp': {
    en: 'Contacts need an active WhatsApp number. Ask an administrator to connect or reactivate one.',
    es: 'Los contactos necesitan un número de WhatsApp activo. Pide a un administrador que conecte o reactive uno.',
  },
  'problem.accountNotFoundHelp': { en: 'Choose one of your numbers.', es: 'Elige uno de tus números.' },
  'problem.fileTooLargeHelp': {
    en: 'Split the file into smaller ones and import them one after another.',
    es: 'Divide el archivo en otros más pequeños e impórtalos uno tras otro.',
  },
  'problem.openImportsHelp': {
    en: 'Finish or cancel one of the open imports first.',
    es: 'Termina o cancela antes una de las importaciones abiertas.',
  },
  'problem.notAllowedHelp': {
    en: 'Ask an administrator of your organisation to do it, or to change your role.',
    es: 'Pide a un administrador de tu organización que lo haga o que cambie tu permiso.',
  },
  'problem.laterHelp': { en: 'Wait a moment, then try again.', es: 'Espera un momento e inténtalo otra vez.' },

  'connection.lost': { en: 'Connection lost. Trying again…', es: 'Sin conexión. Reintentando…' },
  'connection.back': { en: 'Connected again', es: 'Conexión recuperada' },

  'away.storage': {
    en: 'Imports and downloads wait for the file storage; nothing is lost.',
    es: 'Las importaciones y descargas esperan al almacén de archivos; no se pierde nada.',
  },
  'away.redis': {
    en: 'Imports and downloads wait, and contacts cannot be edited, because the job queues are away; nothing is lost.',
    es: 'Las importaciones y descargas esperan, y no se pueden editar contactos, porque las colas de trabajo no responden; no se pierde nada.',
  },
  'away.mongodb': {
    en: 'The database is away. What you see may be old, and changes have to wait; nothing is lost.',
    es: 'La base de datos no responde. Lo que ves puede ser antiguo y los cambios tienen que esperar; no se pierde nada.',
  },
  'away.importer': {
    en: 'Imports wait, because the service that reads files is away; nothing is lost.',
    es: 'Las importaciones esperan, porque el servicio que lee los archivos no está; no se pierde nada.',
  },
  'away.contacts': {
    en: 'Imports wait, and contacts cannot be edited, because the service that writes contacts is away; nothing is lost.',
    es: 'Las importaciones esperan, y no se pueden editar contactos, porque el servicio que los escribe no está; no se pierde nada.',
  },
  'away.exporter': {
    en: 'Downloads wait, because the service that prepares them is away; nothing is lost.',
    es: 'Las descargas esperan, porque el servicio que las prepara no está; no se pierde nada.',
  },
  'away.campaigns': {
    en: 'Campaigns wait, and their reach is out of date, because their service is away; nothing is lost.',
    es: 'Las campañas esperan, y su alcance no está al día, porque su servicio no está; no se pierde nada.',
  },
  'away.webhooks': {
    en: 'Messages to webhooks wait, because the service that sends them is away; nothing is lost.',
    es: 'Los mensajes a los webhooks esperan, porque el servicio que los envía no está; no se pierde nada.',
  },

  'account.label': { en: 'WhatsApp number', es: 'Número de WhatsApp' },
  'account.all': { en: 'All numbers', es: 'Todos los números' },
  'account.choose': { en: 'Choose a number', es: 'Elige un número' },
  'account.inactive': { en: 'inactive', es: 'inactivo' },
} as const satisfies Texts;
