import { checkKeys } from './check-keys';
import type { RefuseAt } from './refusal';
import { below } from './refusal';
import { sameValues } from './same-prices';
import type { Texts } from './texts';

/** A document that whoever buys has to accept: its text, or where that is read. A version never says anything else. */
export interface ServiceDocument {
  readonly key: string;
  readonly version: string;
  readonly title: string;
  readonly url?: string;
  readonly text?: string;
  readonly texts?: Texts<'title' | 'url' | 'text'>;
}

/** Refuses documents that say nothing, or that cannot be told apart. */
export const checkDocuments = (documents: readonly ServiceDocument[], refuse: RefuseAt): void => {
  checkKeys(documents, refuse);
  documents.forEach(({ url, text, texts = {} }, at) => {
    const place = below(refuse, `/${at}`);
    if ((url === undefined) === (text === undefined)) place('', 'it has either a text or a url');
    for (const [language, words] of Object.entries(texts)) {
      if (words.url !== undefined && url === undefined) place(`/texts/${language}/url`, 'the document has a text');
      if (words.text !== undefined && text === undefined) place(`/texts/${language}/text`, 'the document has a url');
    }
  });
};

/** What somebody may have accepted stays what it was: other words are another version. */
export const checkVersions = (
  documents: readonly ServiceDocument[],
  before: readonly ServiceDocument[],
  refuse: RefuseAt,
): void => {
  documents.forEach((document, at) => {
    const same = before.find(({ key, version }) => key === document.key && version === document.version);
    if (same !== undefined && !sameValues(same, document))
      refuse(`/${at}/version`, 'the document says something else than before under this version: give it another one');
  });
};
