/**
 * The policy templates of AWS SAM: what `Policies: - S3ReadPolicy: { BucketName: pets }` grants.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html
 */
export interface PolicyTemplateStatement {
  /** With the service's prefix. */
  readonly actions: readonly string[];
  /** ARNs; `${Name}` stands for a parameter of the template or a pseudo parameter of CloudFormation. */
  readonly resources: readonly string[];
  readonly condition: { readonly [operator: string]: { readonly [key: string]: string } } | undefined;
}

/** Statements of a template; undefined for a name that is none. */
export function samPolicyTemplate(name: string): readonly PolicyTemplateStatement[] | undefined {
  return Object.hasOwn(templates, name) ? templates[name] : undefined;
}

/** `service:Action Action`; a resource is `*`, a parameter's ARN, or what follows the partition without region and account. */
function allow(
  actions: string,
  resources: string | readonly string[],
  condition?: { readonly [operator: string]: { readonly [key: string]: string } },
): PolicyTemplateStatement {
  const colon = actions.indexOf(':');
  const service = actions.slice(0, colon + 1);
  return {
    actions: actions
      .slice(colon + 1)
      .split(' ')
      .map((action) => service + action),
    resources: (typeof resources === 'string' ? [resources] : resources).map(arnOf),
    condition:
      condition &&
      Object.fromEntries(
        Object.entries(condition).map(([operator, tests]) => [
          operator,
          Object.fromEntries(Object.entries(tests).map(([key, value]) => [key, arnOf(value)])),
        ]),
      ),
  };
}

function arnOf(short: string): string {
  if (short === '*' || short.startsWith('${')) return short;
  const colon = short.indexOf(':');
  const rest = short.slice(colon + 1);
  const place = rest.startsWith('::') ? '' : '${AWS::Region}:${AWS::AccountId}:';
  return 'arn:${AWS::Partition}:' + short.slice(0, colon + 1) + place + rest;
}

const templates: Readonly<Record<string, readonly PolicyTemplateStatement[]>> = {
  AMIDescribePolicy: [allow('ec2:DescribeImages', '*')],
  AWSSecretsManagerGetSecretValuePolicy: [allow('secretsmanager:GetSecretValue', '${SecretArn}')],
  AWSSecretsManagerRotationPolicy: [
    allow(
      'secretsmanager:DescribeSecret GetSecretValue PutSecretValue UpdateSecretVersionStage',
      'secretsmanager:secret:*',
      { StringEquals: { 'secretsmanager:resource/AllowRotationLambdaArn': 'lambda:function:${FunctionName}' } },
    ),
    allow('secretsmanager:GetRandomPassword', '*'),
  ],
  AcmGetCertificatePolicy: [allow('acm:GetCertificate', '${CertificateArn}')],
  AthenaQueryPolicy: [
    allow(
      'athena:ListWorkGroups GetExecutionEngine GetExecutionEngines GetNamespace GetCatalogs GetNamespaces GetTables GetTable',
      '*',
    ),
    allow(
      'athena:StartQueryExecution GetQueryResults DeleteNamedQuery GetNamedQuery ListQueryExecutions StopQueryExecution GetQueryResultsStream ListNamedQueries CreateNamedQuery GetQueryExecution BatchGetNamedQuery BatchGetQueryExecution GetWorkGroup',
      'athena:workgroup/${WorkGroupName}',
    ),
  ],
  CloudFormationDescribeStacksPolicy: [allow('cloudformation:DescribeStacks', 'cloudformation:stack/*')],
  CloudWatchDashboardPolicy: [allow('cloudwatch:GetDashboard ListDashboards PutDashboard ListMetrics', '*')],
  CloudWatchDescribeAlarmHistoryPolicy: [allow('cloudwatch:DescribeAlarmHistory', '*')],
  CloudWatchPutMetricPolicy: [allow('cloudwatch:PutMetricData', '*')],
  CodeCommitCrudPolicy: [
    allow(
      'codecommit:GitPull GitPush CreateBranch DeleteBranch GetBranch ListBranches MergeBranchesByFastForward MergeBranchesBySquash MergeBranchesByThreeWay UpdateDefaultBranch BatchDescribeMergeConflicts CreateUnreferencedMergeCommit DescribeMergeConflicts GetMergeCommit GetMergeOptions BatchGetPullRequests CreatePullRequest DescribePullRequestEvents GetCommentsForPullRequest GetCommitsFromMergeBase GetMergeConflicts GetPullRequest ListPullRequests MergePullRequestByFastForward MergePullRequestBySquash MergePullRequestByThreeWay PostCommentForPullRequest UpdatePullRequestDescription UpdatePullRequestStatus UpdatePullRequestTitle DeleteFile GetBlob GetFile GetFolder PutFile DeleteCommentContent GetComment GetCommentsForComparedCommit PostCommentForComparedCommit PostCommentReply UpdateComment BatchGetCommits CreateCommit GetCommit GetCommitHistory GetDifferences GetObjectIdentifier GetReferences GetTree GetRepository UpdateRepositoryDescription ListTagsForResource TagResource UntagResource GetRepositoryTriggers PutRepositoryTriggers TestRepositoryTriggers GetBranch GetCommit UploadArchive GetUploadArchiveStatus CancelUploadArchive',
      'codecommit:${RepositoryName}',
    ),
  ],
  CodeCommitReadPolicy: [
    allow(
      'codecommit:GitPull GetBranch ListBranches BatchDescribeMergeConflicts DescribeMergeConflicts GetMergeCommit GetMergeOptions BatchGetPullRequests DescribePullRequestEvents GetCommentsForPullRequest GetCommitsFromMergeBase GetMergeConflicts GetPullRequest ListPullRequests GetBlob GetFile GetFolder GetComment GetCommentsForComparedCommit BatchGetCommits GetCommit GetCommitHistory GetDifferences GetObjectIdentifier GetReferences GetTree GetRepository ListTagsForResource GetRepositoryTriggers TestRepositoryTriggers GetBranch GetCommit GetUploadArchiveStatus',
      'codecommit:${RepositoryName}',
    ),
  ],
  CodePipelineLambdaExecutionPolicy: [allow('codepipeline:PutJobSuccessResult PutJobFailureResult', '*')],
  CodePipelineReadOnlyPolicy: [allow('codepipeline:ListPipelineExecutions', 'codepipeline:${PipelineName}')],
  ComprehendBasicAccessPolicy: [
    allow(
      'comprehend:BatchDetectKeyPhrases DetectDominantLanguage DetectEntities BatchDetectEntities DetectKeyPhrases DetectSentiment BatchDetectDominantLanguage BatchDetectSentiment',
      '*',
    ),
  ],
  CostExplorerReadOnlyPolicy: [
    allow(
      'ce:GetCostAndUsage GetDimensionValues GetReservationCoverage GetReservationPurchaseRecommendation GetReservationUtilization GetTags',
      '*',
    ),
  ],
  DynamoDBBackupFullAccessPolicy: [
    allow('dynamodb:CreateBackup DescribeContinuousBackups', 'dynamodb:table/${TableName}'),
    allow('dynamodb:DeleteBackup DescribeBackup ListBackups', 'dynamodb:table/${TableName}/backup/*'),
  ],
  DynamoDBCrudPolicy: [
    allow(
      'dynamodb:GetItem DeleteItem PutItem Scan Query UpdateItem BatchWriteItem BatchGetItem DescribeTable ConditionCheckItem',
      ['dynamodb:table/${TableName}', 'dynamodb:table/${TableName}/index/*'],
    ),
  ],
  DynamoDBReadPolicy: [
    allow('dynamodb:GetItem Scan Query BatchGetItem DescribeTable', [
      'dynamodb:table/${TableName}',
      'dynamodb:table/${TableName}/index/*',
    ]),
  ],
  DynamoDBReconfigurePolicy: [allow('dynamodb:UpdateTable', 'dynamodb:table/${TableName}')],
  DynamoDBRestoreFromBackupPolicy: [
    allow('dynamodb:RestoreTableFromBackup', 'dynamodb:table/${TableName}/backup/*'),
    allow('dynamodb:PutItem UpdateItem DeleteItem GetItem Query Scan BatchWriteItem', 'dynamodb:table/${TableName}'),
  ],
  DynamoDBStreamReadPolicy: [
    allow('dynamodb:DescribeStream GetRecords GetShardIterator', 'dynamodb:table/${TableName}/stream/${StreamName}'),
    allow('dynamodb:ListStreams', 'dynamodb:table/${TableName}/stream/*'),
  ],
  DynamoDBWritePolicy: [
    allow('dynamodb:PutItem UpdateItem BatchWriteItem', [
      'dynamodb:table/${TableName}',
      'dynamodb:table/${TableName}/index/*',
    ]),
  ],
  EC2CopyImagePolicy: [allow('ec2:CopyImage', 'ec2:image/${ImageId}')],
  EC2DescribePolicy: [allow('ec2:DescribeRegions DescribeInstances', '*')],
  EFSWriteAccessPolicy: [
    allow('elasticfilesystem:ClientMount ClientWrite', 'elasticfilesystem:file-system/${FileSystem}', {
      StringEquals: { 'elasticfilesystem:AccessPointArn': 'elasticfilesystem:access-point/${AccessPoint}' },
    }),
  ],
  EKSDescribePolicy: [allow('eks:DescribeCluster ListClusters', '*')],
  EcsRunTaskPolicy: [allow('ecs:RunTask', 'ecs:task-definition/${TaskDefinition}')],
  ElasticMapReduceAddJobFlowStepsPolicy: [
    allow('elasticmapreduce:AddJobFlowSteps', 'elasticmapreduce:cluster/${ClusterId}'),
  ],
  ElasticMapReduceCancelStepsPolicy: [allow('elasticmapreduce:CancelSteps', 'elasticmapreduce:cluster/${ClusterId}')],
  ElasticMapReduceModifyInstanceFleetPolicy: [
    allow('elasticmapreduce:ModifyInstanceFleet ListInstanceFleets', 'elasticmapreduce:cluster/${ClusterId}'),
  ],
  ElasticMapReduceModifyInstanceGroupsPolicy: [
    allow('elasticmapreduce:ModifyInstanceGroups ListInstanceGroups', 'elasticmapreduce:cluster/${ClusterId}'),
  ],
  ElasticMapReduceSetTerminationProtectionPolicy: [
    allow('elasticmapreduce:SetTerminationProtection', 'elasticmapreduce:cluster/${ClusterId}'),
  ],
  ElasticMapReduceTerminateJobFlowsPolicy: [
    allow('elasticmapreduce:TerminateJobFlows', 'elasticmapreduce:cluster/${ClusterId}'),
  ],
  ElasticsearchHttpPostPolicy: [allow('es:ESHttpPost ESHttpPut', 'es:domain/${DomainName}/*')],
  EventBridgePutEventsPolicy: [allow('events:PutEvents', 'events:event-bus/${EventBusName}')],
  FilterLogEventsPolicy: [allow('logs:FilterLogEvents', 'logs:log-group:${LogGroupName}:log-stream:*')],
  FirehoseCrudPolicy: [
    allow(
      'firehose:CreateDeliveryStream DeleteDeliveryStream DescribeDeliveryStream PutRecord PutRecordBatch UpdateDestination',
      'firehose:deliverystream/${DeliveryStreamName}',
    ),
  ],
  FirehoseWritePolicy: [allow('firehose:PutRecord PutRecordBatch', 'firehose:deliverystream/${DeliveryStreamName}')],
  KMSDecryptPolicy: [allow('kms:Decrypt', 'kms:key/${KeyId}')],
  KMSEncryptPolicy: [allow('kms:Encrypt', 'kms:key/${KeyId}')],
  KMSEncryptPolicy_v2: [
    allow(
      'kms:Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext',
      'kms:key/${KeyId}',
    ),
  ],
  KinesisCrudPolicy: [
    allow(
      'kinesis:AddTagsToStream CreateStream DecreaseStreamRetentionPeriod DeleteStream DescribeStream DescribeStreamSummary GetShardIterator IncreaseStreamRetentionPeriod ListTagsForStream MergeShards PutRecord PutRecords SplitShard RemoveTagsFromStream',
      'kinesis:stream/${StreamName}',
    ),
  ],
  KinesisStreamReadPolicy: [
    allow('kinesis:ListStreams DescribeLimits', 'kinesis:stream/*'),
    allow('kinesis:DescribeStream DescribeStreamSummary GetRecords GetShardIterator', 'kinesis:stream/${StreamName}'),
  ],
  LambdaInvokePolicy: [allow('lambda:InvokeFunction', 'lambda:function:${FunctionName}*')],
  MobileAnalyticsWriteOnlyAccessPolicy: [allow('mobileanalytics:PutEvents', '*')],
  OrganizationsListAccountsPolicy: [allow('organizations:ListAccounts', '*')],
  PinpointEndpointAccessPolicy: [
    allow(
      'mobiletargeting:GetEndpoint UpdateEndpoint UpdateEndpointsBatch',
      'mobiletargeting:apps/${PinpointApplicationId}/endpoints/*',
    ),
  ],
  PollyFullAccessPolicy: [
    allow('polly:GetLexicon DeleteLexicon', 'polly:lexicon/${LexiconName}'),
    allow('polly:DescribeVoices ListLexicons PutLexicon SynthesizeSpeech', 'polly:lexicon/*'),
  ],
  RekognitionDetectOnlyPolicy: [allow('rekognition:DetectFaces DetectLabels DetectModerationLabels DetectText', '*')],
  RekognitionFacesManagementPolicy: [
    allow(
      'rekognition:IndexFaces DeleteFaces SearchFaces SearchFacesByImage ListFaces',
      'rekognition:collection/${CollectionId}',
    ),
  ],
  RekognitionFacesPolicy: [allow('rekognition:CompareFaces DetectFaces', '*')],
  RekognitionLabelsPolicy: [allow('rekognition:DetectLabels DetectModerationLabels', '*')],
  RekognitionNoDataAccessPolicy: [
    allow(
      'rekognition:CompareFaces DetectFaces DetectLabels DetectModerationLabels',
      'rekognition:collection/${CollectionId}',
    ),
  ],
  RekognitionReadPolicy: [
    allow(
      'rekognition:ListCollections ListFaces SearchFaces SearchFacesByImage',
      'rekognition:collection/${CollectionId}',
    ),
  ],
  RekognitionWriteOnlyAccessPolicy: [
    allow('rekognition:CreateCollection IndexFaces', 'rekognition:collection/${CollectionId}'),
  ],
  Route53ChangeResourceRecordSetsPolicy: [
    allow('route53:ChangeResourceRecordSets', 'route53:::hostedzone/${HostedZoneId}'),
  ],
  S3CrudPolicy: [
    allow(
      's3:GetObject ListBucket GetBucketLocation GetObjectVersion PutObject PutObjectAcl GetLifecycleConfiguration PutLifecycleConfiguration DeleteObject',
      ['s3:::${BucketName}', 's3:::${BucketName}/*'],
    ),
  ],
  S3FullAccessPolicy: [
    allow(
      's3:GetObject GetObjectAcl GetObjectVersion PutObject PutObjectAcl DeleteObject DeleteObjectTagging DeleteObjectVersionTagging GetObjectTagging GetObjectVersionTagging PutObjectTagging PutObjectVersionTagging',
      's3:::${BucketName}/*',
    ),
    allow('s3:ListBucket GetBucketLocation GetLifecycleConfiguration PutLifecycleConfiguration', 's3:::${BucketName}'),
  ],
  S3ReadPolicy: [
    allow('s3:GetObject ListBucket GetBucketLocation GetObjectVersion GetLifecycleConfiguration', [
      's3:::${BucketName}',
      's3:::${BucketName}/*',
    ]),
  ],
  S3WritePolicy: [
    allow('s3:PutObject PutObjectAcl PutLifecycleConfiguration', ['s3:::${BucketName}', 's3:::${BucketName}/*']),
  ],
  SESBulkTemplatedCrudPolicy: [
    allow(
      'ses:GetIdentityVerificationAttributes SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail VerifyEmailIdentity',
      'ses:identity/${IdentityName}',
    ),
  ],
  SESBulkTemplatedCrudPolicy_v2: [
    allow('ses:SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail', [
      'ses:identity/${IdentityName}',
      'ses:template/${TemplateName}',
    ]),
    allow('ses:GetIdentityVerificationAttributes VerifyEmailIdentity', '*'),
  ],
  SESCrudPolicy: [
    allow(
      'ses:GetIdentityVerificationAttributes SendEmail SendRawEmail VerifyEmailIdentity',
      'ses:identity/${IdentityName}',
    ),
  ],
  SESEmailTemplateCrudPolicy: [
    allow('ses:CreateTemplate GetTemplate ListTemplates UpdateTemplate DeleteTemplate TestRenderTemplate', '*'),
  ],
  SESSendBouncePolicy: [allow('ses:SendBounce', 'ses:identity/${IdentityName}')],
  SNSCrudPolicy: [
    allow('sns:ListSubscriptionsByTopic CreateTopic SetTopicAttributes Subscribe Publish', 'sns:${TopicName}*'),
  ],
  SNSPublishMessagePolicy: [allow('sns:Publish', 'sns:${TopicName}')],
  SQSPollerPolicy: [
    allow(
      'sqs:ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch GetQueueAttributes ReceiveMessage',
      'sqs:${QueueName}',
    ),
  ],
  SQSSendMessagePolicy: [allow('sqs:SendMessage*', 'sqs:${QueueName}')],
  SSMParameterReadPolicy: [
    allow('ssm:DescribeParameters', '*'),
    allow('ssm:GetParameters GetParameter GetParametersByPath', 'ssm:parameter/${ParameterName}'),
  ],
  SSMParameterWithSlashPrefixReadPolicy: [
    allow('ssm:DescribeParameters', '*'),
    allow('ssm:GetParameters GetParameter GetParametersByPath', 'ssm:parameter${ParameterName}'),
  ],
  SageMakerCreateEndpointConfigPolicy: [
    allow('sagemaker:CreateEndpointConfig', 'sagemaker:endpoint-config/${EndpointConfigName}'),
  ],
  SageMakerCreateEndpointPolicy: [allow('sagemaker:CreateEndpoint', 'sagemaker:endpoint/${EndpointName}')],
  ServerlessRepoReadWriteAccessPolicy: [
    allow(
      'serverlessrepo:CreateApplication CreateApplicationVersion UpdateApplication GetApplication ListApplications ListApplicationVersions ListApplicationDependencies',
      'serverlessrepo:applications/*',
    ),
  ],
  StepFunctionsCallbackPolicy: [
    allow('states:SendTaskFailure SendTaskHeartbeat SendTaskSuccess', 'states:stateMachine:${StateMachineName}'),
  ],
  StepFunctionsExecutionPolicy: [allow('states:StartExecution', 'states:stateMachine:${StateMachineName}')],
  StepFunctionsExecutionPolicy_v2: [
    allow('states:StartExecution StartSyncExecution', 'states:stateMachine:${StateMachineName}'),
  ],
  TextractDetectAnalyzePolicy: [
    allow('textract:DetectDocumentText StartDocumentTextDetection StartDocumentAnalysis AnalyzeDocument', '*'),
  ],
  TextractGetResultPolicy: [allow('textract:GetDocumentTextDetection GetDocumentAnalysis', '*')],
  TextractPolicy: [allow('textract:*', '*')],
  VPCAccessPolicy: [
    allow('ec2:CreateNetworkInterface DeleteNetworkInterface DescribeNetworkInterfaces DetachNetworkInterface', '*'),
  ],
};
