import { z } from 'zod';
import { countryName } from '../countries.js';
import { fillText, type Formats, type Language, type PlacesOf, type Texts } from '../text.js';
import { CAMPAIGN_SENTENCES } from './campaign-sentences.js';
import { CONNECTION_FAULTS } from './connection-faults.js';
import { CONTACT_PROBLEMS } from './contact-problems.js';
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
import type { ParametersOf } from './sentence-texts.js';
import { WORDS, type Word } from './words.js';

/** The details of problems. */
export const PROBLEM_DETAILS = {
  ...REQUEST_PROBLEMS,
  ...IMPORT_PROBLEMS,
  ...CONTACT_PROBLEMS,
  ...ORGANISATION_PROBLEMS,
};

/** The catalogue: every sentence of the API and of the error file, by its code. */
export const SENTENCES = {
  ...IMPORT_WARNINGS,
  ...FILE_ERRORS,
  ...ROW_ERRORS,
  ...ROW_REMARKS,
  ...EDIT_ERRORS,
  ...ORDER_ERRORS,
  ...CAMPAIGN_SENTENCES,
  ...PROBLEM_DETAILS,
  ...FIELD_ERRORS,
  ...CONNECTION_FAULTS,
};
export type SentenceCode = keyof typeof SENTENCES;

/** The parameters of a sentence, by name. */
export type SentenceParameters<C extends SentenceCode> = ParametersOf<(typeof SENTENCES)[C]['en']>;
/** Empty for a sentence without parameters. */
export type SentenceArguments<C extends SentenceCode> = [PlacesOf<(typeof SENTENCES)[C]['en']>] extends [never]
  ? []
  : [SentenceParameters<C>];

const parametersSchema = z.record(z.string(), z.union([z.string(), z.number()]));

/**
 * The stored and transmitted form of a sentence: its code and its parameters. It is rendered in the reader's language
 * when somebody reads it. Older records and messages have the English sentence itself, as `message`.
 */
export const codedSchema = z.object({
  code: z.string(),
  with: parametersSchema.optional(),
  message: z.string().optional(),
});
export type Coded = z.infer<typeof codedSchema>;

/** A sentence in the API: `message` is in the language that the request asked for. */
export const sentenceSchema = z.object({
  code: z.string(),
  message: z.string(),
  with: parametersSchema.optional(),
});
export type Sentence = z.infer<typeof sentenceSchema>;

/** A code of the catalogue with its parameters: `coded('hidden_rows', { count: 12 })`. */
export function coded<C extends SentenceCode>(code: C, ...[parameters]: SentenceArguments<C>) {
  return { code, ...(parameters && { with: parameters }) };
}

/**
 * Renders the sentence in a language. A sentence stored as text is returned unchanged; an unknown code is returned as
 * the code.
 */
export function render({ code, with: parameters, message }: Coded, language: Language): string {
  if (message !== undefined) return message;
  const texts = (SENTENCES as Texts)[code];
  return texts ? fillText(texts[language], language, parameters, FORMATS) : publicCode(code);
}

/** The sentence in a language, in the API's shape. */
export function toSentence(stored: Coded, language: Language): Sentence {
  const { code, with: parameters } = stored;
  return { code: publicCode(code), message: render(stored, language), ...(parameters && { with: parameters }) };
}

/** The code without the part after the slash, which distinguishes the sentences of one code. */
export function publicCode(code: string): string {
  return code.split('/', 1)[0]!;
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB'];

const FORMATS: Formats = {
  /** E.g. 536870912 becomes `512 MiB`. */
  size: (bytes, language) => {
    let unit = 0;
    let amount = Number(bytes);
    for (; amount >= 1024 && unit < UNITS.length - 1; unit++) amount /= 1024;
    return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1, useGrouping: false }).format(amount)} ${UNITS[unit]}`;
  },
  word: (word, language) => WORDS[word as Word]?.[language] ?? String(word),
  country: (code, language) => countryName(String(code), language),
};
