/** An action that AWS performs only for who may do another thing too. */
export interface DependentAction {
  readonly action: string;
  readonly needs: string;
  /** In which case, where it is not every one; a clause. */
  readonly when?: string;
}

/**
 * The column "Dependent actions" of the Service Authorization Reference (of March 2026; later ones leave it empty for many), as far as
 * the dependence holds whatever the request: the parameter that takes a role is a required one. Of function URLs, pipelines and
 * deployment groups AWS says so in their guides. Others that surely take a role are in neither, and are left out. Who passes a role to a
 * service needs iam:PassRole (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html). The comment behind a row is
 * its source.
 */
const rows: readonly (readonly [action: string, needs: string, when?: string])[] = [
  ['backup:CreateBackupSelection', 'iam:PassRole'], // https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html
  ['backup:StartBackupJob', 'iam:PassRole'], // https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartBackupJob.html
  ['codedeploy:CreateDeploymentGroup', 'iam:PassRole'], // https://docs.aws.amazon.com/codedeploy/latest/userguide/security_iam_troubleshoot.html
  ['codepipeline:CreatePipeline', 'iam:PassRole'], // https://docs.aws.amazon.com/codepipeline/latest/userguide/security_iam_troubleshoot.html
  ['ec2:AssociateIamInstanceProfile', 'iam:PassRole'], // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/attach-iam-role.html
  ['ecs:RunTask', 'iam:PassRole', 'where the task definition names a role'], // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
  ['emr-serverless:StartJobRun', 'iam:PassRole'], // https://docs.aws.amazon.com/emr-serverless/latest/APIReference/API_StartJobRun.html
  ['iam:AddRoleToInstanceProfile', 'iam:PassRole'], // https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html
  ['kinesisanalytics:CreateApplication', 'iam:PassRole'], // https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_CreateApplication.html
  ['kms:ReplicateKey', 'kms:CreateKey'], // https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html
  ['lambda:CreateFunction', 'iam:PassRole'], // https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
  ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'], // https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
  ['logs:PutDestination', 'iam:PassRole'], // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDestination.html
  ['pipes:CreatePipe', 'iam:PassRole'], // https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_CreatePipe.html
  ['rds:AddRoleToDBCluster', 'iam:PassRole'], // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AddRoleToDBCluster.html
  ['rds:AddRoleToDBInstance', 'iam:PassRole'], // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AddRoleToDBInstance.html
  ['rds:StartExportTask', 'iam:PassRole'], // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StartExportTask.html
  ['s3:PutReplicationConfiguration', 'iam:PassRole'], // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html
  ['sagemaker:CreateNotebookInstance', 'iam:PassRole'], // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html
  ['sagemaker:CreateProcessingJob', 'iam:PassRole'], // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateProcessingJob.html
  ['sagemaker:CreateTrainingJob', 'iam:PassRole'], // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html
  ['scheduler:CreateSchedule', 'iam:PassRole'], // https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html
  ['states:CreateStateMachine', 'iam:PassRole'], // https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
];

const byAction: ReadonlyMap<string, DependentAction> = new Map(
  rows.map(([action, needs, when]) => [
    action.toLowerCase(),
    { action, needs, ...(when === undefined ? {} : { when }) },
  ]),
);

/** What the action depends on, by its name with its service, without regard to case. */
export function dependentAction(action: string): DependentAction | undefined {
  return byAction.get(action.toLowerCase());
}

export function dependentActions(): readonly DependentAction[] {
  return [...byAction.values()];
}
