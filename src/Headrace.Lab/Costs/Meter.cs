namespace Headrace.Lab.Costs;

/// <summary>What AWS counts and charges for, as far as our systems use it; <see cref="Meters"/> says in what unit.</summary>
public enum Meter
{
    LambdaRequests,
    LambdaComputeX86,
    LambdaComputeArm,
    LambdaStorage,
    LambdaProvisionedX86,
    LambdaProvisionedArm,
    LambdaProvisionedComputeX86,
    LambdaProvisionedComputeArm,
    S3Put,
    S3Get,
    S3Storage,
    DynamoDbWrite,
    DynamoDbRead,
    DynamoDbStorage,
    ApiRest,
    ApiHttp,
    LogsIngestion,
}
