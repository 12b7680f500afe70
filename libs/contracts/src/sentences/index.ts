export * from './coded.js';
export { EDIT_ERRORS } from './edit-errors.js';
export { FIELD_ERRORS } from './field-errors.js';
export { FILE_ERRORS } from './file-errors.js';
export { IMPORT_WARNINGS } from './import-warnings.js';
export { ROW_ERRORS } from './row-errors.js';
