import type {
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ClientNames } from './convert.ts';
import { canonicalUri } from './uri.ts';

/** The texts that the client has open, by canonical URI. */
export class Documents implements ClientNames {
  readonly #open = new Map<string, { readonly clientUri: string; document: TextDocument }>();

  /** Each gives the canonical URI of what it was about; undefined for a document that is not open. */
  open({ textDocument: { uri: clientUri, languageId, version, text } }: DidOpenTextDocumentParams): string {
    const uri = canonicalUri(clientUri);
    this.#open.set(uri, { clientUri, document: TextDocument.create(clientUri, languageId, version, text) });
    return uri;
  }

  change({ textDocument, contentChanges }: DidChangeTextDocumentParams): string | undefined {
    const uri = canonicalUri(textDocument.uri);
    const known = this.#open.get(uri);
    if (!known) return undefined;
    known.document = TextDocument.update(known.document, contentChanges, textDocument.version);
    return uri;
  }

  close({ textDocument }: DidCloseTextDocumentParams): string | undefined {
    const uri = canonicalUri(textDocument.uri);
    return this.#open.delete(uri) ? uri : undefined;
  }

  has(uri: string): boolean {
    return this.#open.has(uri);
  }

  uris(): Iterable<string> {
    return this.#open.keys();
  }

  textOf(uri: string): string | undefined {
    return this.#open.get(uri)?.document.getText();
  }

  /** By the language that the client gave it, for names that tell nothing. */
  syntaxOf(uri: string): 'json' | 'yaml' | undefined {
    const language = this.#open.get(uri)?.document.languageId;
    if (language === 'json' || language === 'jsonc') return 'json';
    return language === undefined || language === 'shellscript' || language === 'makefile' ? undefined : 'yaml';
  }

  versionOf(uri: string): number | undefined {
    return this.#open.get(uri)?.document.version;
  }

  uriFor(uri: string): string {
    return this.#open.get(uri)?.clientUri ?? uri;
  }
}
