import {
  CompletionItemKind,
  CompletionTriggerKind,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type CompletionClientCapabilities,
  type CompletionItem,
  type CompletionList,
  type CompletionParams,
} from 'vscode-languageserver';
import { completion, type CompletionItem as Item } from '../features/completion/completion.ts';
import { describe } from '../features/completion/describe.ts';
import type { About, OfferKind } from '../features/completion/offer.ts';
import { LineIndex } from '../text/line-index.ts';
import type { Span } from '../text/span.ts';
import type { CatalogAssets } from './catalog-assets.ts';
import { toEdits, toOffset, toRange, type CompletionTraits } from './convert.ts';
import type { Session } from './session.ts';
import { canonicalUri } from './uri.ts';

/** Behind these another list begins. A blank does so behind a colon, a dash and a comma only. */
export const triggerCharacters: string[] = ['"', "'", ':', '.', '*', '$', '{', '/', ' '];

const kinds: Readonly<Record<OfferKind, CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  service: CompletionItemKind.Module,
  action: CompletionItemKind.Method,
  wildcard: CompletionItemKind.Operator,
  resource: CompletionItemKind.Reference,
  arn: CompletionItemKind.Value,
  principal: CompletionItemKind.Value,
  operator: CompletionItemKind.Operator,
  'condition-key': CompletionItemKind.Field,
  variable: CompletionItemKind.Variable,
};

export function completionTraitsOf(
  capabilities: CompletionClientCapabilities | undefined,
  suggestCommand: unknown,
): CompletionTraits {
  const item = capabilities?.completionItem;
  return {
    snippets: item?.snippetSupport === true,
    resolvesDocumentation: item?.resolveSupport?.properties.includes('documentation') !== false,
    markdown: item?.documentationFormat?.includes(MarkupKind.Markdown) === true,
    labelDetails: item?.labelDetailsSupport === true,
    sharesRange: capabilities?.completionList?.itemDefaults?.includes('editRange') === true,
    keepsIndentation: item?.insertTextModeSupport?.valueSet.includes(InsertTextMode.asIs) === true,
    suggestCommand: typeof suggestCommand === 'string' ? suggestCommand : undefined,
  };
}

export function completionOf(
  session: Session,
  { textDocument, position, context }: CompletionParams,
): CompletionList | null {
  const uri = canonicalUri(textDocument.uri);
  const text = session.openTextOf(uri);
  if (text === undefined) return null;
  const workspace = session.current();
  const lines = (workspace.textOf(uri) === text ? workspace.linesOf(uri) : undefined) ?? new LineIndex(text);
  const offset = toOffset(lines, position);
  const typed = context?.triggerKind === CompletionTriggerKind.TriggerCharacter ? context.triggerCharacter : undefined;
  if (typed === ' ' && !/[:,-] $/.test(text.slice(Math.max(0, offset - 2), offset))) return null;
  const { items, isIncomplete } = completion(workspace, uri, text, offset);
  const [first] = items;
  if (!first) return null;
  const traits = session.traits.completion;
  // A list may hold all actions of a service: said once, the range is half of what goes over the wire.
  const shared = traits.sharesRange ? first.edit.span : undefined;
  return {
    isIncomplete,
    ...(shared && { itemDefaults: { editRange: toRange(lines, shared) } }),
    items: items.map((item) => toItem(item, lines, traits, shared)),
  };
}

function toItem(item: Item, lines: LineIndex, traits: CompletionTraits, shared: Span | undefined): CompletionItem {
  const { label, detail, edit, plainText, more, filterText, sortText, about } = item;
  const isSnippet = item.isSnippet && traits.snippets;
  const newText = isSnippet ? edit.newText : plainText;
  const out: CompletionItem = { label, kind: kinds[item.kind], sortText };
  if (filterText !== label) out.filterText = filterText;
  if (shared?.start !== edit.span.start || shared.end !== edit.span.end)
    out.textEdit = { range: toRange(lines, edit.span), newText };
  else if (newText !== label) out.textEditText = newText;
  if (isSnippet) out.insertTextFormat = InsertTextFormat.Snippet;
  if (detail !== undefined) {
    out.detail = detail;
    if (traits.labelDetails) out.labelDetails = { description: detail };
  }
  if (traits.keepsIndentation && newText.includes('\n')) out.insertTextMode = InsertTextMode.asIs;
  if (more.length > 0) out.additionalTextEdits = toEdits(lines, more);
  if (about && traits.resolvesDocumentation) out.data = about;
  if (item.goesOn && traits.suggestCommand !== undefined)
    out.command = { title: 'Suggest', command: traits.suggestCommand };
  return out;
}

/** The description of an item, loaded when the client shows it. */
export async function resolveCompletion(
  session: Session,
  assets: CatalogAssets,
  item: CompletionItem,
): Promise<CompletionItem> {
  const about = item.data as About | undefined;
  if (!about) return item;
  const { catalog } = session.workspace;
  const markdown = await describe(about, { catalog, descriptionsOf: (service) => assets.descriptionsOf(service) });
  if (markdown === undefined) return item;
  const documentation = session.traits.completion.markdown
    ? { kind: MarkupKind.Markdown, value: markdown }
    : { kind: MarkupKind.PlainText, value: markdown.replace(/\*\*|`/g, '') };
  return { ...item, documentation };
}
