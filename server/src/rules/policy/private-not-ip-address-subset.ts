import { privateAddresses } from './private-addresses.ts';
import { policyRule } from './policy-rule.ts';

export const privateNotIpAddressSubset = policyRule({
  meta: {
    id: 'policy/private-not-ip-address-subset',
    level: 'hint',
    summary: 'The key aws:SourceIp is told apart from private addresses too',
    why: 'Requests over the internet come from public addresses, and those through a VPC endpoint have no `aws:SourceIp` at all. The private address of a caller in a VPC is `aws:VpcSourceIp`.',
    accessAnalyzer: 'PRIVATE_NOT_IP_ADDRESS_SUBSET',
  },
  test(test) {
    const found = privateAddresses(test, true);
    if (found?.share !== 'some') return undefined;
    return {
      span: found.first.value.span,
      message: `"${found.first.text}" is private, and aws:SourceIp is the public address of the caller: this range keeps nobody out`,
    };
  },
});
