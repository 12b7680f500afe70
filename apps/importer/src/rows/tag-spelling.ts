import { fold } from '#contact-rules';

/** With more different tags, or more text, each row keeps its own spelling. */
const MAX_TAGS = 100_000;
const MAX_CHARACTERS = 10_000_000;

/**
 * Replaces the spelling of each tag by its first one in the file. Batches are applied in any order; without this, the
 * account would keep the spelling of whichever batch came first. Pass it all rows of a file in order, from the first
 * on.
 */
export class TagSpelling {
  private readonly first = new Map<string, string>();
  private characters = 0;

  spell(tags: string[]): string[] {
    return tags.map((tag) => {
      const key = fold(tag);
      const known = this.first.get(key);
      if (known !== undefined) return known;
      if (this.first.size < MAX_TAGS && this.characters + key.length + tag.length <= MAX_CHARACTERS) {
        this.first.set(key, tag);
        this.characters += key.length + tag.length;
      }
      return tag;
    });
  }
}
