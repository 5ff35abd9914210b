import { privateAddresses } from './private-addresses.ts';
import { policyRule } from './policy-rule.ts';

export const privateIpAddress = policyRule({
  meta: {
    id: 'policy/private-ip-address',
    level: 'error',
    summary: 'The key aws:SourceIp is compared with private addresses only',
    why: 'Requests over the internet come from public addresses, and those through a VPC endpoint have no `aws:SourceIp` at all. The private address of a caller in a VPC is `aws:VpcSourceIp`.',
    accessAnalyzer: 'PRIVATE_IP_ADDRESS',
  },
  test(test) {
    const found = privateAddresses(test, false);
    if (found?.share !== 'all' || test.operator?.ifExists) return undefined;
    return {
      span: test.test.keySpan,
      message: `aws:SourceIp is the public address of the caller, which is never private: the condition never holds`,
    };
  },
});
