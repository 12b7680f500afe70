import { fileError, listed } from '#contact-rules';
import { chooseSheet, namesOf, type UsableSheet } from '../cells/choose-sheet.js';
import { FileRefusedError, type ReadContext } from '../row-reader.js';
import { readRelationships, type Relationship } from './relationships.js';
import { readSmallPart } from './read-xml.js';
import { isTrue, SPREADSHEET } from './xml-reader.js';
import type { ZipPackage } from './zip-package.js';

/** The parts of a workbook and their paths. */
export interface Workbook {
  sheetName: string;
  sheetPart: string;
  /** The parts of all other sheets, including hidden ones. */
  otherSheets: string[];
  sharedStringsPart: string | null;
  stylesPart: string | null;
  date1904: boolean;
}

interface Sheet extends UsableSheet {
  relationshipId: string;
}

const USUAL_PART = 'xl/workbook.xml';

/**
 * Finds the stated sheet, or else the first visible one, in the order of the tabs.
 * @throws FileRefusedError when the package is not an XML workbook (another Office file, any zip, XLSB), or has no
 *   visible sheet, or not the stated one
 */
export async function readWorkbookPart(
  zip: ZipPackage,
  { stated, found }: Pick<ReadContext, 'stated' | 'found'>,
): Promise<Workbook> {
  const part = await findWorkbookPart(zip);
  const { sheets, date1904 } = await readSheetList(zip, part);
  const relationships = await readRelationships(zip, part);
  const parts = sheets.map((sheet) => ({ ...sheet, part: sheetPart(relationships, sheet) }));
  const usable = parts.filter(({ part }) => part !== null);
  found?.({ sheets: namesOf(usable) });
  const shown = chooseSheet(usable, stated?.sheet);
  if (!shown && sheets.length > 0) {
    const names = listed(sheets.map(({ name }) => name));
    throw new FileRefusedError(fileError('no_visible_sheet/found', {}, { sheets: names }));
  }
  if (!shown) throw new FileRefusedError(fileError('no_visible_sheet', {}));
  const others = parts.filter((sheet) => sheet !== shown).map((sheet) => sheet.part);
  return {
    sheetName: shown.name,
    sheetPart: shown.part!,
    otherSheets: others.filter((other) => other !== null),
    sharedStringsPart: partOfType(relationships, 'sharedStrings'),
    stylesPart: partOfType(relationships, 'styles'),
    date1904,
  };
}

async function findWorkbookPart(zip: ZipPackage): Promise<string> {
  const relationships = await readRelationships(zip, '');
  const part = partOfType(relationships, 'officeDocument') ?? USUAL_PART;
  if (!zip.has(part) || /\.bin$/i.test(part)) throw new FileRefusedError(fileError('unknown_format', {}));
  return part;
}

async function readSheetList(zip: ZipPackage, part: string): Promise<{ sheets: Sheet[]; date1904: boolean }> {
  const sheets: Sheet[] = [];
  let date1904 = false;
  let depth = 0;
  await readSmallPart(zip, part, SPREADSHEET, {
    open(name, attributes) {
      if (depth++ === 0 && name !== 'workbook') throw new FileRefusedError(fileError('unknown_format', {}));
      if (name === 'workbookPr') date1904 = isTrue(attributes.date1904);
      if (name !== 'sheet' || depth !== 3) return;
      const idName = Object.keys(attributes).find((key) => key.endsWith(':id'));
      sheets.push({
        name: attributes.name ?? '',
        isVisible: (attributes.state ?? 'visible') === 'visible',
        relationshipId: attributes[idName ?? ''] ?? '',
      });
    },
    close() {
      depth--;
    },
  });
  return { sheets, date1904 };
}

/** Null for a sheet without cells: charts, dialogs and macros have their own kinds of sheets. */
function sheetPart(relationships: Relationship[], { relationshipId }: Sheet): string | null {
  const found = relationships.find(({ id }) => id === relationshipId);
  return found?.type === 'worksheet' ? found.part : null;
}

function partOfType(relationships: Relationship[], type: string): string | null {
  return relationships.find((relationship) => relationship.type === type)?.part ?? null;
}
