import { DEFAULT_LANGUAGE, isLanguage, toSentence, type Coded, type Language, type Sentence } from '#contracts';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { AsyncLocalStorage } from 'node:async_hooks';

/** The language of the current request, and the reply whose `Content-Language` is set once a sentence is used. */
const current = new AsyncLocalStorage<{ language: Language; reply: FastifyReply | null }>();

/** Makes each request be answered in the language it asks for, English by default. */
export function addLanguage(fastify: FastifyInstance): void {
  // The asynchronous context is lost when the body is read, so it is entered after that.
  fastify.addHook('preValidation', ({ headers }, reply, done) =>
    current.run({ language: languageOf(headers['accept-language']), reply }, done),
  );
}

export function currentLanguage(): Language {
  return current.getStore()?.language ?? DEFAULT_LANGUAGE;
}

/** Runs `work` in a language that is chosen by something other than the `Accept-Language` header. */
export function inLanguage<T>(language: Language, work: () => T): T {
  return current.run({ language, reply: null }, work);
}

/** Turns a stored code and its parameters into a sentence in the language of the request. */
export function inWords(stored: Coded): Sentence;
export function inWords(stored: Coded | null): Sentence | null;
export function inWords(stored: Coded | null): Sentence | null {
  if (!stored) return null;
  const language = currentLanguage();
  const reply = current.getStore()?.reply;
  if (reply) noteLanguage(reply, language);
  return toSentence(stored, language);
}

/** Sets `Content-Language`, and `Vary` because the answer depends on the header. */
export function noteLanguage(reply: FastifyReply, language: Language): void {
  void reply.header('Content-Language', language).header('Vary', 'Accept-Language');
}

/**
 * Chooses by `Accept-Language` (RFC 9110, 12.5.4): the highest quality wins, then the order. Regions are ignored, so
 * `es-MX` means Spanish.
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
