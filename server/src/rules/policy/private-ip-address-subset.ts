import { privateAddresses } from './private-addresses.ts';
import { policyRule } from './policy-rule.ts';

export const privateIpAddressSubset = policyRule({
  meta: {
    id: 'policy/private-ip-address-subset',
    level: 'hint',
    summary: 'The key aws:SourceIp is compared with private addresses too',
    why: 'Requests over the internet come from public addresses, and those through a VPC endpoint have no `aws:SourceIp` at all. The private address of a caller in a VPC is `aws:VpcSourceIp`.',
    accessAnalyzer: 'PRIVATE_IP_ADDRESS_SUBSET',
  },
  test(test) {
    const found = privateAddresses(test, false);
    if (found?.share !== 'some') return undefined;
    return {
      span: found.first.value.span,
      message: `"${found.first.text}" is private, and aws:SourceIp is the public address of the caller: this range never matches`,
    };
  },
});
