import { describe, expect, it } from 'vitest';
import { PROBLEMS } from '../problems.js';
import { fillText, LANGUAGES, type Language, type Texts } from '../text.js';
import { CAMPAIGN_SENTENCES } from './campaign-sentences.js';
import { CONNECTION_FAULTS } from './connection-faults.js';
import { CONTACT_PROBLEMS } from './contact-problems.js';
import { coded, PROBLEM_DETAILS, render, SENTENCES } from './coded.js';
import { EDIT_ERRORS } from './edit-errors.js';
import { FIELD_ERRORS } from './field-errors.js';
import { FILE_ERRORS } from './file-errors.js';
import { IMPORT_PROBLEMS } from './import-problems.js';
import { IMPORT_WARNINGS } from './import-warnings.js';
import { ORDER_ERRORS } from './order-errors.js';
import { ORGANISATION_PROBLEMS } from './organisation-problems.js';
import { REQUEST_PROBLEMS } from './request-problems.js';
import { ROW_ERRORS } from './row-errors.js';
import { ROW_REMARKS } from './row-remarks.js';

const PROBLEMS_BY_AREA = [REQUEST_PROBLEMS, IMPORT_PROBLEMS, CONTACT_PROBLEMS, ORGANISATION_PROBLEMS];
const AREAS: Texts[] = [
  IMPORT_WARNINGS,
  FILE_ERRORS,
  ROW_ERRORS,
  ROW_REMARKS,
  EDIT_ERRORS,
  ORDER_ERRORS,
  CAMPAIGN_SENTENCES,
  FIELD_ERRORS,
  CONNECTION_FAULTS,
  ...PROBLEMS_BY_AREA,
];

describe('the details of problems', () => {
  it('are of problems that there are', () => {
    const codes = Object.keys(PROBLEM_DETAILS).map((code) => code.split('/')[0]!);
    expect(codes.filter((code) => !(code in PROBLEMS))).toEqual([]);
  });
});

describe('the sentences', () => {
  it('have codes of their own', () => {
    const codes = AREAS.flatMap((area) => Object.keys(area));
    expect(codes.toSorted()).toEqual(Object.keys(SENTENCES).toSorted());
    expect(codes.filter((code) => !/^[a-z0-9]+(_[a-z0-9]+)*(\/[a-z_]+)?$/.test(code))).toEqual([]);
  });

  const all = Object.entries(SENTENCES as Texts)
    .filter(([code]) => !(code in FIELD_ERRORS))
    .flatMap(([code, texts]) =>
      Object.entries(texts).flatMap(([language, text]) =>
        (typeof text === 'string' ? [text] : [text.one, text.other]).map((form) => [code, language, form] as const),
      ),
    );
  it.each(all)('%s, %s: %s', (_code, language, text) => {
    const shown = fillText(text, language as Language).replace(/"[^"]*"|#N\/A/g, '');
    expect(text).toMatch(/^[\p{Lu}0-9¿{][^\n]*[^.]\.$/u);
    expect(shown).not.toMatch(/undefined|null/);
  });

  const ofFiles = all.filter(([code]) => code in FILE_ERRORS || code in ROW_ERRORS || code in IMPORT_WARNINGS);
  it.each(ofFiles)('%s, %s: one sentence', (_code, language, text) => {
    const shown = fillText(text, language as Language).replace(/"[^"]*"|#N\/A/g, '');
    expect(shown).not.toMatch(/\. \p{Lu}/u);
  });

  it.each(Object.keys(LANGUAGES) as Language[])('take their parameters in %s', (language) => {
    expect(render(coded('duplicate', { row: 1234567 }), language)).toMatch(/1[.,]234[.,]567/);
    expect(render(coded('file_too_large', { bytes: 536870912 }), language)).toContain(' 512 MiB;');
    expect(render(coded('workbook_too_large', { bytes: 1000 }), language)).toContain(' 1000 bytes ');
    expect(render(coded('hidden_rows', { count: 1 }), language)).toMatch(/ 1 (row|fila);/);
    expect(render(coded('header_blank', { column: 'D' }), language)).toMatch(/ D /);
  });
});
