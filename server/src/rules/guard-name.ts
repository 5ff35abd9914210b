/** A loose file whose name says that it only limits what others grant. */
export function isNamedGuard(uri: string): boolean {
  return /(?:^|[^a-z])(?:scps?|rcps?|service-?control|resource-?control|boundar(?:y|ies)|guard-?rails?)(?:[^a-z]|$)/i.test(
    uri.split('/').slice(-2).join('/').replaceAll('_', '-'),
  );
}
