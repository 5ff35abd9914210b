import { hasPlaceholder } from './placeholder.ts';
import { takesPrincipal } from './takes-principal.ts';
import { hasVariable, isPlainValue } from './value-forms.ts';
import { policyRule } from './policy-rule.ts';

export const invalidServicePrincipalFormat = policyRule({
  meta: {
    id: 'policy/invalid-service-principal-format',
    level: 'error',
    summary: 'A service principal that is not in the form of one',
    why: 'A service principal is the service and `.amazonaws.com` in small letters: `lambda.amazonaws.com`. `aws:CalledVia` takes no subdomains, and `kms:ViaService` wants the region: `s3.eu-west-1.amazonaws.com`. With any other value the condition never holds.',
    accessAnalyzer: 'INVALID_SERVICE_PRINCIPAL_FORMAT',
  },
  value(value) {
    const { key, operator } = value.at;
    const { text } = value;
    if (operator?.family !== 'String' || !isPlainValue(value)) return undefined;
    const form = forms.find(({ keys }) => keys.test(key));
    if (!form || form.pattern.test(text) || /^[A-Z_-]+\./.test(text)) return undefined;
    return {
      span: text === '' ? value.value.at : value.value.span,
      message: `"${text}" is not in the form of a service principal, which is ${form.shown} here`,
    };
  },
  principal({ type, value, text, at }) {
    if (type !== 'Service' || !takesPrincipal(at.policy) || hasPlaceholder(text) || hasVariable(text)) return undefined;
    // Wildcards are told by policy/unsupported-wildcard-in-principal.
    if (/[*?]/.test(text) || anyService.test(text) || ofAlexa.test(text)) return undefined;
    return {
      span: text === '' ? value.at : value.span,
      message: `"${text}" is not in the form of a service principal, such as lambda.amazonaws.com: AWS refuses it`,
    };
  },
});

const suffix = String.raw`(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|aws\.internal|c2s\.ic\.gov|sc2s\.sgov\.gov)`;
const anyService = new RegExp(String.raw`^[a-z0-9*?-]+(?:\.[a-z0-9*?-]+)*\.${suffix}$|^[*?]+$|^.*[*?]$`);

/** https://developer.amazon.com/docs/custom-skills/host-a-custom-skill-as-an-aws-lambda-function.html */
const ofAlexa = /^alexa-(?:appkit|connectedhome)\.amazon\.com$/;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, and the pages of the services. */
const forms = [
  {
    keys: /^aws:calledvia(?:first|last)?$/,
    pattern: new RegExp(String.raw`^[a-z0-9*?-]+\.${suffix}$|^[*?]+$|^.*[*?]$`),
    shown: 'service-name.amazonaws.com',
  },
  {
    keys: /^kms:viaservice$/,
    pattern: new RegExp(String.raw`^[a-z0-9*?.-]+\.[a-z0-9*?-]+\.${suffix}$|^.*[*?]$`),
    shown: 'service-name.region.amazonaws.com',
  },
  {
    keys: /^(?:iam:(?:passedtoservice|awsservicename)|aws:principalservicename(?:slist)?)$/,
    pattern: anyService,
    shown: 'service-name.amazonaws.com',
  },
];
