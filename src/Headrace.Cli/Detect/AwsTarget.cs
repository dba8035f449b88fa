using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Headrace.Wire.Signing;

namespace Headrace.Cli.Detect;

/// <summary>A bucket whose uploads a function detects, and the table that it writes to: on Headrace or on AWS.</summary>
internal sealed class AwsTarget : IDetectionTarget
{
    private readonly AmazonS3Client _s3;
    private readonly AmazonDynamoDBClient _tables;
    private readonly ResultTable _results;
    private readonly string _bucket;
    private readonly TimeSpan _limit;

    /// <param name="limit">How long a result may take after its upload.</param>
    public AwsTarget(Uri endpoint, AwsCredentials keys, string region, string bucket, string table, TimeSpan limit)
    {
        _s3 = AwsClients.S3(endpoint, keys, region);
        _tables = AwsClients.DynamoDb(endpoint, keys, region);
        _results = new ResultTable(_tables, table);
        (_bucket, _limit) = (bucket, limit);
    }

    public async Task<DetectedImage> DetectAsync(string file, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(file);
        var id = $"{Guid.NewGuid()}{Path.GetExtension(file)}";
        var begun = TimeProvider.System.GetTimestamp();
        try
        {
            await _s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = id, FilePath = file }, cancellationToken);
        }
        catch (AmazonS3Exception failure) when (failure.ErrorCode is "NoSuchBucket" or "AccessDenied" or "InvalidAccessKeyId" or "SignatureDoesNotMatch")
        {
            throw new CommandException($"The bucket {_bucket} does not take uploads: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is AmazonServiceException or HttpRequestException or IOException)
        {
            return Failed(failure.Message);
        }

        var transfer = TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds;
        var item = await _results.WaitAsync(id, _limit, cancellationToken);
        if (item is null)
        {
            return Failed(string.Create(CultureInfo.InvariantCulture, $"no result within {_limit.TotalSeconds:0} s; the function's log says why (headrace logs FUNCTION)"));
        }

        if (item.TryGetValue("error", out var error))
        {
            return Failed(error.S);
        }

        double? inference = item.TryGetValue("inference_ms", out var duration) ? double.Parse(duration.N, CultureInfo.InvariantCulture) : null;
        return new DetectedImage(id, name, [.. item.GetValueOrDefault("objects")?.L?.Select(Read) ?? []], inference, transfer, null);

        DetectedImage Failed(string why) => new(id, name, [], null, null, why);
    }

    public async ValueTask DisposeAsync()
    {
        await _results.DisposeAsync();
        _tables.Dispose();
        _s3.Dispose();
    }

    private static DetectedObject Read(AttributeValue value) => new(
        value.M["label"].S, double.Parse(value.M["accuracy"].N, CultureInfo.InvariantCulture), [.. value.M["box"].L.Select(side => int.Parse(side.N, CultureInfo.InvariantCulture))]);
}
