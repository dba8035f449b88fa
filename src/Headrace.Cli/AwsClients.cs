using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Headrace.Wire.Signing;

namespace Headrace.Cli;

/// <summary>AWS's own clients for an endpoint, with keys as the rest of the command has them.</summary>
internal static class AwsClients
{
    public static AmazonS3Client S3(Uri endpoint, AwsCredentials keys, string region) =>
        new(Credentials(keys), new AmazonS3Config { ServiceURL = endpoint.ToString(), AuthenticationRegion = region, ForcePathStyle = true });

    public static AmazonDynamoDBClient DynamoDb(Uri endpoint, AwsCredentials keys, string region) =>
        new(Credentials(keys), new AmazonDynamoDBConfig { ServiceURL = endpoint.ToString(), AuthenticationRegion = region });

    private static AWSCredentials Credentials(AwsCredentials keys) => keys.SessionToken is { } token
        ? new SessionAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey, token)
        : new BasicAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey);
}
