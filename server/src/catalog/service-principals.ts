import { partitions } from './partitions.ts';

/**
 * Service principals that AWS itself writes in a policy: what stands before `.amazonaws.com`, and who that is.
 *
 * AWS publishes no full list, so an unknown name proves nothing.
 */
const known: readonly (readonly [name: string, meaning: string])[] = [
  // Trust policies and resource policies in AWS's guides:
  ['apigateway', 'Amazon API Gateway'], // https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
  ['ops.apigateway', 'Amazon API Gateway, for its service-linked role'], // https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html
  ['lambda', 'AWS Lambda'], // https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
  ['edgelambda', 'Lambda@Edge'], // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html
  ['ec2', 'Amazon EC2'], // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html
  ['states', 'AWS Step Functions'], // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
  ['events', 'Amazon EventBridge'], // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
  ['scheduler', 'Amazon EventBridge Scheduler'], // https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html
  ['pipes', 'Amazon EventBridge Pipes'], // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html
  ['sns', 'Amazon SNS'], // https://docs.aws.amazon.com/sns/latest/dg/sns-topic-attributes.html
  ['sqs', 'Amazon SQS'], // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
  ['s3', 'Amazon S3'], // https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
  ['cloudfront', 'Amazon CloudFront'], // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
  ['cloudwatch', 'Amazon CloudWatch alarms'], // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
  ['cognito-idp', 'Amazon Cognito user pools'], // https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
  ['codebuild', 'AWS CodeBuild'], // https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
  ['codedeploy', 'AWS CodeDeploy'], // https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html
  ['kinesisanalytics', 'Amazon Managed Service for Apache Flink'], // https://docs.aws.amazon.com/managed-flink/latest/java/iam-role.html
  ['firehose', 'Amazon Data Firehose'], // https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
  ['appsync', 'AWS AppSync'], // https://docs.aws.amazon.com/appsync/latest/devguide/attaching-a-data-source.html
  ['vpc-flow-logs', 'Amazon VPC flow logs'], // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
  ['monitoring.rds', 'Amazon RDS enhanced monitoring'], // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
  ['transfer', 'AWS Transfer Family'], // https://docs.aws.amazon.com/transfer/latest/userguide/requirements-roles.html
  ['ses', 'Amazon SES'], // https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html
  ['eks', 'Amazon EKS'], // https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html
  ['eks-fargate-pods', 'Amazon EKS on Fargate'], // https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html
  ['pods.eks', 'Amazon EKS Pod Identity'], // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
  ['ecs-tasks', 'Amazon ECS tasks'], // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
  ['build.apprunner', 'AWS App Runner, building'], // https://docs.aws.amazon.com/apprunner/latest/dg/security_iam_service-with-iam.html
  ['tasks.apprunner', 'AWS App Runner, running'], // https://docs.aws.amazon.com/apprunner/latest/dg/security_iam_service-with-iam.html
  ['osis-pipelines', 'Amazon OpenSearch Ingestion'], // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/pipeline-security-overview.html
  ['streams.metrics.cloudwatch', 'Amazon CloudWatch metric streams'], // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-metric-streams-trustpolicy.html
  ['export.rds', 'Amazon RDS snapshot export'], // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ExportSnapshot.html
  ['kms', 'AWS Key Management Service'], // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
  ['dynamodb', 'Amazon DynamoDB'], // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
  ['athena', 'Amazon Athena'], // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
  ['secretsmanager', 'AWS Secrets Manager'], // https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
  ['textract', 'Amazon Textract'], // https://docs.aws.amazon.com/textract/latest/dg/api-async-roles.html
  ['rekognition', 'Amazon Rekognition'], // https://docs.aws.amazon.com/rekognition/latest/dg/api-video-roles.html
  ['comprehend', 'Amazon Comprehend'], // https://docs.aws.amazon.com/comprehend/latest/dg/security_iam_id-based-policy-examples.html
  ['translate', 'Amazon Translate'], // https://docs.aws.amazon.com/translate/latest/dg/async-prereqs.html
  ['transcribe', 'Amazon Transcribe'], // https://docs.aws.amazon.com/transcribe/latest/dg/security_iam_id-based-policy-examples.html
  ['mediaconvert', 'AWS Elemental MediaConvert'], // https://docs.aws.amazon.com/mediaconvert/latest/ug/creating-the-iam-role-in-iam.html
  ['datapipeline', 'AWS Data Pipeline'], // https://docs.aws.amazon.com/datapipeline/latest/DeveloperGuide/dp-iam-roles.html
  ['es', 'Amazon Elasticsearch Service'], // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createdomain-configure-slow-logs.html
  ['synthetics', 'Amazon CloudWatch Synthetics'], // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_Roles.html
  ['bedrock-agentcore', 'Amazon Bedrock AgentCore'], // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html
  ['member.org.stacksets.cloudformation', 'AWS CloudFormation StackSets'], // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html

  // Named in AWS's managed policies (iam:PassedToService, iam:AWSServiceName, kms:ViaService and the like), whose text is at
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
  ['access-analyzer', 'IAM Access Analyzer'],
  ['acm', 'AWS Certificate Manager'],
  ['agentless.inspector2', 'Amazon Inspector, agentless scanning'],
  ['airflow', 'Amazon Managed Workflows for Apache Airflow'],
  ['airflow-serverless', 'Amazon MWAA Serverless'],
  ['apidestinations.events', 'Amazon EventBridge API destinations'],
  ['appflow', 'Amazon AppFlow'],
  ['application-autoscaling', 'Application Auto Scaling'],
  ['application-insights', 'CloudWatch Application Insights'],
  ['application-signals.cloudwatch', 'CloudWatch Application Signals'],
  ['apprunner', 'AWS App Runner'],
  ['appstream.application-autoscaling', 'Application Auto Scaling for AppStream'],
  ['aps', 'Amazon Managed Service for Prometheus'],
  ['auditmanager', 'AWS Audit Manager'],
  ['autoscaling', 'Amazon EC2 Auto Scaling'],
  ['backup', 'AWS Backup'],
  ['batch', 'AWS Batch'],
  ['bedrock', 'Amazon Bedrock'],
  ['braket', 'Amazon Braket'],
  ['budgets', 'AWS Budgets'],
  ['cassandra.application-autoscaling', 'Application Auto Scaling for Amazon Keyspaces'],
  ['channels.lex', 'Amazon Lex channels'],
  ['channels.lexv2', 'Amazon Lex V2 channels'],
  ['cleanrooms', 'AWS Clean Rooms'],
  ['cleanrooms-ml', 'AWS Clean Rooms ML'],
  ['cloud9', 'AWS Cloud9'],
  ['cloudformation', 'AWS CloudFormation'],
  ['cloudtrail', 'AWS CloudTrail'],
  ['codeartifact', 'AWS CodeArtifact'],
  ['codecatalyst', 'Amazon CodeCatalyst'],
  ['codecatalyst-runner', 'Amazon CodeCatalyst runners'],
  ['codeguru-reviewer', 'Amazon CodeGuru Reviewer'],
  ['codepipeline', 'AWS CodePipeline'],
  ['config', 'AWS Config'],
  ['connect', 'Amazon Connect'],
  ['context.cloudtrail', 'AWS CloudTrail event enrichment'],
  ['continuousexport.discovery', 'Application Discovery Service'],
  ['contributorinsights.dynamodb', 'CloudWatch Contributor Insights for DynamoDB'],
  ['credentials.iot', 'AWS IoT credentials provider'],
  ['databrew', 'AWS Glue DataBrew'],
  ['dataexchange', 'AWS Data Exchange'],
  ['datazone', 'Amazon DataZone'],
  ['dax', 'DynamoDB Accelerator'],
  ['delivery.logs', 'Amazon CloudWatch Logs delivery'],
  ['detective', 'Amazon Detective'],
  ['devops-guru', 'Amazon DevOps Guru'],
  ['directquery.opensearchservice', 'Amazon OpenSearch Service direct query'],
  ['docdb-elastic', 'Amazon DocumentDB elastic clusters'],
  ['drs', 'AWS Elastic Disaster Recovery'],
  ['dynamodb.application-autoscaling', 'Application Auto Scaling for DynamoDB'],
  ['ec2fastlaunch', 'Amazon EC2 Fast Launch'],
  ['ec2scheduled', 'Amazon EC2 Scheduled Instances'],
  ['ecs', 'Amazon ECS'],
  ['eks-connector', 'Amazon EKS Connector'],
  ['elasticbeanstalk', 'AWS Elastic Beanstalk'],
  ['elasticloadbalancing', 'Elastic Load Balancing'],
  ['elasticmapreduce', 'Amazon EMR'],
  ['elastictranscoder', 'Amazon Elastic Transcoder'],
  ['emr-containers', 'Amazon EMR on EKS'],
  ['emr-serverless', 'Amazon EMR Serverless'],
  ['entityresolution', 'AWS Entity Resolution'],
  ['fis', 'AWS Fault Injection Service'],
  ['fms', 'AWS Firewall Manager'],
  ['forecast', 'Amazon Forecast'],
  ['frauddetector', 'Amazon Fraud Detector'],
  ['fsx', 'Amazon FSx'],
  ['glue', 'AWS Glue'],
  ['greengrass', 'AWS IoT Greengrass'],
  ['guardduty', 'Amazon GuardDuty'],
  ['imagebuilder', 'EC2 Image Builder'],
  ['inspector2', 'Amazon Inspector'],
  ['iot', 'AWS IoT Core'],
  ['iotsitewise', 'AWS IoT SiteWise'],
  ['kinesisreplication.dynamodb', 'DynamoDB streaming to Kinesis'],
  ['lakeformation', 'AWS Lake Formation'],
  ['launchwizard', 'AWS Launch Wizard'],
  ['lex', 'Amazon Lex'],
  ['lexv2', 'Amazon Lex V2'],
  ['logs', 'Amazon CloudWatch Logs'],
  ['macie', 'Amazon Macie'],
  ['malware-protection.guardduty', 'GuardDuty Malware Protection'],
  ['malware-protection-plan.guardduty', 'GuardDuty Malware Protection for S3'],
  ['medical-imaging', 'AWS HealthImaging'],
  ['memorydb', 'Amazon MemoryDB'],
  ['mgn', 'AWS Application Migration Service'],
  ['migrationhub', 'AWS Migration Hub'],
  ['mq', 'Amazon MQ'],
  ['observability.aoss', 'Amazon OpenSearch Serverless, its metrics'],
  ['observabilityadmin', 'CloudWatch Observability Admin'],
  ['omics', 'AWS HealthOmics'],
  ['opensearchservice', 'Amazon OpenSearch Service'],
  ['opsworks', 'AWS OpsWorks'],
  ['organizations', 'AWS Organizations'],
  ['panorama', 'AWS Panorama'],
  ['private-marketplace.marketplace', 'AWS Private Marketplace'],
  ['proton', 'AWS Proton'],
  ['q', 'Amazon Q'],
  ['ram', 'AWS Resource Access Manager'],
  ['rds', 'Amazon RDS'],
  ['rds.application-autoscaling', 'Application Auto Scaling for Aurora'],
  ['redshift', 'Amazon Redshift'],
  ['redshift-serverless', 'Amazon Redshift Serverless'],
  ['replication.dynamodb', 'DynamoDB global tables'],
  ['replication.lexv2', 'Amazon Lex V2 replication'],
  ['resource-explorer-2', 'AWS Resource Explorer'],
  ['resource-groups', 'AWS Resource Groups'],
  ['robomaker', 'AWS RoboMaker'],
  ['rolesanywhere', 'IAM Roles Anywhere'],
  ['sagemaker', 'Amazon SageMaker'],
  ['sagemaker.application-autoscaling', 'Application Auto Scaling for SageMaker'],
  ['schemas', 'Amazon EventBridge schemas'],
  ['scraper.aps', 'Amazon Managed Service for Prometheus scrapers'],
  ['securityhub', 'AWS Security Hub'],
  ['securitylake', 'Amazon Security Lake'],
  ['servicecatalog-appregistry', 'AWS Service Catalog AppRegistry'],
  ['servicequotas', 'Service Quotas'],
  ['spot', 'Amazon EC2 Spot'],
  ['spotfleet', 'Amazon EC2 Spot Fleet'],
  ['ssm', 'AWS Systems Manager'],
  ['ssm-sap', 'AWS Systems Manager for SAP'],
  ['sync.proton', 'AWS Proton sync'],
  ['tagpolicies.tag', 'Tag policies'],
  ['transitgateway', 'AWS Transit Gateway'],
  ['vpc-lattice', 'Amazon VPC Lattice'],
  ['wafv2', 'AWS WAF'],
];

const meanings = new Map(known);

export interface ServicePrincipal {
  /** As written: `states.eu-west-1.amazonaws.com`. */
  readonly host: string;
  /** Who that is: `AWS Step Functions`. */
  readonly name: string;
  /** Where the host names one. */
  readonly region: string | undefined;
}

/**
 * The service behind a service principal, also in its forms with a region (`logs.eu-west-1.amazonaws.com`) and of other partitions
 * (`ec2.amazonaws.com.cn`); undefined when unknown, which does not mean wrong.
 */
export function servicePrincipal(host: string): ServicePrincipal | undefined {
  const suffix = partitions.map(({ dnsSuffix }) => `.${dnsSuffix}`).find((end) => host.endsWith(end));
  if (!suffix) return undefined;
  const labels = host.slice(0, -suffix.length).split('.');
  const last = labels.at(-1) ?? '';
  const region = labels.length > 1 && partitions.some((one) => one.regionPattern.test(last)) ? last : undefined;
  const name = meanings.get((region ? labels.slice(0, -1) : labels).join('.'));
  return name === undefined ? undefined : { host, name, region };
}

/** The known service principals of the commercial partition, in order, for completion. */
export function servicePrincipals(): readonly ServicePrincipal[] {
  return known
    .map(([name, meaning]) => ({ host: `${name}.amazonaws.com`, name: meaning, region: undefined }))
    .sort((a, b) => (a.host < b.host ? -1 : 1));
}
