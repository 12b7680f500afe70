import { NumberInput, Select, SimpleGrid, TextInput } from '@mantine/core';
import { DELIMITER_NAMES, MAX_HEADER_ROW, TEXT_ENCODINGS } from '#contracts';
import type { Import, ImportReading, TextEncoding } from '#contracts';
import { reading } from '../i18n/catalogue/reading.js';
import { useAreaText } from '../i18n/language.js';
import { CountrySelect } from './country-select.js';

/** Whose letters an encoding has; those of Unicode have all. */
const SCRIPTS = {
  'windows-1250': 'central',
  'windows-1251': 'cyrillic',
  'windows-1252': 'western',
  'windows-1253': 'greek',
  'windows-1254': 'turkish',
  'windows-1255': 'hebrew',
  'windows-1256': 'arabic',
  'windows-1257': 'baltic',
  'windows-1258': 'vietnamese',
  'iso-8859-2': 'central',
  'iso-8859-15': 'western',
  macintosh: 'western',
  'koi8-r': 'cyrillic',
  gb18030: 'chinese',
  big5: 'chinese',
  shift_jis: 'japanese',
  'euc-jp': 'japanese',
  'euc-kr': 'korean',
} as const satisfies Record<Exclude<TextEncoding, `utf-${string}`>, string>;
const isOfScript = (encoding: TextEncoding): encoding is keyof typeof SCRIPTS => encoding in SCRIPTS;

interface ReadingFieldsProps {
  value: ImportReading;
  /** The country of the account's own number. */
  likelyCountry: string | null;
  /** The import whose file was read before: only what its format has is asked for, and what was found out is shown. */
  made?: Pick<Import, 'format' | 'dialect'>;
  onChange: (value: ImportReading) => void;
}

/** Says how the file is to be read. What is left open is found out. */
export function ReadingFields({ value, likelyCountry, made, onChange }: ReadingFieldsProps) {
  const t = useAreaText(reading);
  const { format, dialect } = made ?? { format: null, dialect: null };
  const change = (part: ImportReading) => onChange({ ...value, ...part });
  const encodingName = (encoding: TextEncoding) =>
    isOfScript(encoding) ? `${encoding} (${t(`reading.script.${SCRIPTS[encoding]}`)})` : encoding;
  const delimiters = DELIMITER_NAMES.map((name) => ({ value: name, label: t(`reading.delimiter.${name}`) }));
  const delimiterFound = delimiters.find((one) => one.value === dialect?.delimiter)?.label ?? dialect?.delimiter;
  const detected = (found: string | null | undefined) =>
    found ? t('reading.detectedAs', { found }) : t('reading.detected');
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <CountrySelect
        value={value.defaultCountry ?? null}
        likely={likelyCountry}
        onChange={(country) => change({ defaultCountry: country ?? undefined })}
      />
      <NumberInput
        label={t('reading.headerRow')}
        description={t('reading.headerRowHelp')}
        placeholder={dialect?.headerRow ? detected(String(dialect.headerRow)) : t('reading.firstRow')}
        min={1}
        max={MAX_HEADER_ROW}
        allowDecimal={false}
        allowNegative={false}
        hideControls
        clampBehavior="strict"
        value={value.headerRow ?? ''}
        onChange={(row) => change({ headerRow: typeof row === 'number' ? row : undefined })}
      />
      {format !== 'xlsx' && format !== 'xls' && (
        <>
          <Select
            label={t('reading.delimiter')}
            placeholder={detected(delimiterFound)}
            clearable
            data={delimiters}
            value={value.delimiter ?? null}
            onChange={(name) => change({ delimiter: name ?? undefined })}
          />
          <Select
            label={t('reading.encoding')}
            placeholder={detected(dialect?.encoding)}
            clearable
            searchable
            data={TEXT_ENCODINGS.map((encoding) => ({ value: encoding, label: encodingName(encoding) }))}
            value={value.encoding ?? null}
            onChange={(encoding) => change({ encoding: encoding ?? undefined })}
          />
        </>
      )}
      {dialect && dialect.sheets.length > 0 && (
        <Select
          label={t('reading.sheet')}
          placeholder={detected(dialect.sheet)}
          clearable
          data={[...new Set(dialect.sheets)]}
          value={value.sheet ?? null}
          onChange={(sheet) => change({ sheet: sheet ?? undefined })}
        />
      )}
      {!made && (
        <TextInput
          label={t('reading.sheet')}
          placeholder={t('reading.firstSheet')}
          maxLength={255}
          value={value.sheet ?? ''}
          onChange={({ currentTarget }) =>
            change({ sheet: currentTarget.value.trim() ? currentTarget.value : undefined })
          }
        />
      )}
    </SimpleGrid>
  );
}
