import { DEFAULT_LANGUAGE, isLanguage, toSentence, type Coded, type Language, type Sentence } from '#contracts';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { AsyncLocalStorage } from 'node:async_hooks';

/** The language of the request in hand, and the answer that notes it as soon as it says something. */
const current = new AsyncLocalStorage<{ language: Language; reply: FastifyReply | null }>();

/** Answers in the language that each request asks for, English by default. */
export function addLanguage(fastify: FastifyInstance): void {
  // Reading the body leaves the asynchronous context, so it is entered after that.
  fastify.addHook('preValidation', ({ headers }, reply, done) =>
    current.run({ language: languageOf(headers['accept-language']), reply }, done),
  );
}

export function currentLanguage(): Language {
  return current.getStore()?.language ?? DEFAULT_LANGUAGE;
}

/** Lets `work` speak a language that the request asks for otherwise than by its header. */
export function inLanguage<T>(language: Language, work: () => T): T {
  return current.run({ language, reply: null }, work);
}

/** What is stored of a sentence, as the API says it to whoever asks. */
export function inWords(stored: Coded): Sentence;
export function inWords(stored: Coded | null): Sentence | null;
export function inWords(stored: Coded | null): Sentence | null {
  if (!stored) return null;
  const language = currentLanguage();
  const reply = current.getStore()?.reply;
  if (reply) noteLanguage(reply, language);
  return toSentence(stored, language);
}

/** Says which language an answer is in, and what that depends on. */
export function noteLanguage(reply: FastifyReply, language: Language): void {
  void reply.header('Content-Language', language).header('Vary', 'Accept-Language');
}

/**
 * Chooses by `Accept-Language` (RFC 9110, 12.5.4): the best quality wins, then the order. We have no regional forms, so
 * `es-MX` gets Spanish.
 */
export function languageOf(header = ''): Language {
  const wanted = header.split(',').map((range) => {
    const [tag = '', ...parameters] = range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    return { language: tag === '*' ? DEFAULT_LANGUAGE : tag.split('-')[0]!, quality: Number(quality?.slice(2) ?? 1) };
  });
  const ranked = wanted.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
  return ranked.map(({ language }) => language).find(isLanguage) ?? DEFAULT_LANGUAGE;
}
