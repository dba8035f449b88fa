namespace Headrace.Lab.Costs;

/// <summary>Every meter's name in a price file, and how a bill calls it.</summary>
internal static class Meters
{
    private static readonly Dictionary<Meter, MeterName> Names = new()
    {
        [Meter.LambdaRequests] = new("lambda-requests", "Lambda", "requests", "request"),
        [Meter.LambdaComputeX86] = new("lambda-compute-x86", "Lambda", "compute, x86", "GB-s"),
        [Meter.LambdaComputeArm] = new("lambda-compute-arm", "Lambda", "compute, arm", "GB-s"),
        [Meter.LambdaStorage] = new("lambda-storage", "Lambda", "/tmp beyond 512 MB", "GB-s"),
        [Meter.LambdaProvisionedX86] = new("lambda-provisioned-x86", "Lambda", "provisioned concurrency, x86", "GB-s"),
        [Meter.LambdaProvisionedArm] = new("lambda-provisioned-arm", "Lambda", "provisioned concurrency, arm", "GB-s"),
        [Meter.LambdaProvisionedComputeX86] = new("lambda-provisioned-compute-x86", "Lambda", "compute on provisioned, x86", "GB-s"),
        [Meter.LambdaProvisionedComputeArm] = new("lambda-provisioned-compute-arm", "Lambda", "compute on provisioned, arm", "GB-s"),
        [Meter.S3Put] = new("s3-put", "S3", "PUT, LIST", "request"),
        [Meter.S3Get] = new("s3-get", "S3", "GET", "request"),
        [Meter.S3Storage] = new("s3-storage", "S3", "storage, Standard", "GB-month"),
        [Meter.DynamoDbWrite] = new("dynamodb-write", "DynamoDB", "writes on demand", "WRU"),
        [Meter.DynamoDbRead] = new("dynamodb-read", "DynamoDB", "reads on demand", "RRU"),
        [Meter.DynamoDbStorage] = new("dynamodb-storage", "DynamoDB", "storage", "GB-month"),
        [Meter.ApiRest] = new("api-rest", "API Gateway", "REST API", "request"),
        [Meter.ApiHttp] = new("api-http", "API Gateway", "HTTP API", "request"),
        [Meter.LogsIngestion] = new("logs-ingestion", "CloudWatch Logs", "ingestion", "GB"),
    };

    public static MeterName Name(this Meter meter) => Names[meter];

    public static Meter? Find(string key) => Names.FirstOrDefault(entry => entry.Value.Key == key) is { Value: not null } found ? found.Key : null;
}
