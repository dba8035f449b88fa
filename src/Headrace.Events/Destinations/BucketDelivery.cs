using System.Globalization;
using System.Security.Cryptography;
using Headrace.Store;
using Headrace.Store.Objects;

namespace Headrace.Events.Destinations;

/// <summary>One object for a destination that is a bucket.</summary>
/// <param name="Metadata">Becomes user metadata, names in lower case as S3 keeps them.</param>
internal sealed record BucketDelivery(
    string Bucket, string Key, string ContentType, ReadOnlyMemory<byte> Body, IReadOnlyList<KeyValuePair<string, string>> Metadata)
{
    /// <summary><c>aws/lambda/async/NAME/2026/01/02/2026-01-02T03.04.05-UUID</c>.</summary>
    /// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html</remarks>
    public static string RecordKey(string functionName, DateTimeOffset time) => KeyUnder("async", functionName, time, Guid.NewGuid().ToString());

    /// <summary>Our own: AWS has no buckets as dead-letter targets.</summary>
    public static string DeadLetterKey(string functionName, string requestId, DateTimeOffset time) => KeyUnder("dead-letter", functionName, time, requestId);

    /// <summary>Returns once the object is durable.</summary>
    /// <exception cref="StoreException">NoSuchBucket.</exception>
    public async Task PutAsync(ObjectStore store, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream(Body.ToArray(), writable: false);
        await using var content = await store.StageAsync(body, Body.Length, cancellationToken);
        var origin = new ChangeOrigin(RandomNumberGenerator.GetHexString(16), Convert.ToBase64String(RandomNumberGenerator.GetBytes(56)), "lambda.amazonaws.com", "127.0.0.1");
        var put = new PutObject
        {
            Bucket = Bucket,
            Key = Key,
            Origin = origin,
            Headers = new ObjectHeaders(ContentType),
            UserMetadata = Metadata.ToDictionary(entry => entry.Key.ToLowerInvariant(), entry => SingleLine(entry.Value)),
        };
        await store.PutObjectAsync(put, content, cancellationToken);
    }

    private static string KeyUnder(string kind, string functionName, DateTimeOffset time, string id) =>
        string.Create(CultureInfo.InvariantCulture, $"aws/lambda/{kind}/{functionName}/{time.UtcDateTime:yyyy'/'MM'/'dd'/'yyyy-MM-dd'T'HH.mm.ss}-{id}");

    /// <summary>User metadata travels as HTTP headers, which hold one line of printable ASCII; the full text is in the record.</summary>
    private static string SingleLine(string text) => string.Concat(text.Select(unit => unit is >= ' ' and <= '~' ? unit : ' '));
}
