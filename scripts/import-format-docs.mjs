/** Writes docs/import-format.md. Run it from the root of the project after a build. */
import { writeFileSync } from 'node:fs';
import { renderImportFormat } from '#contact-rules';

writeFileSync('docs/import-format.md', renderImportFormat());
