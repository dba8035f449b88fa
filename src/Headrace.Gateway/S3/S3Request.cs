using System.Text;
using Headrace.Events;
using Headrace.Events.Rules;
using Headrace.Store;
using Headrace.Store.Buckets;
using Headrace.Store.Objects;
using Headrace.Wire.Signing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Headrace.Gateway.S3;

/// <summary>One S3 request: what it addresses, who asks, and the store that answers.</summary>
internal sealed class S3Request
{
    private Bucket? _bucket;

    public required GatewayRequest Gateway { get; init; }

    public required ObjectStore Store { get; init; }

    public required NotificationRules Notifications { get; init; }

    /// <summary>What notifications may invoke.</summary>
    public required IFunctionPort Functions { get; init; }

    /// <summary>Whose signatures on forms are believed.</summary>
    public required KeyRing Keys { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Null when the request addresses the service.</summary>
    public required string? BucketName { get; init; }

    /// <summary>Decoded; null when the request addresses the service or a bucket.</summary>
    public required string? ObjectKey { get; init; }

    public HttpResponse Response => Gateway.Http.Response;

    public IHeaderDictionary Headers => Gateway.Http.Request.Headers;

    public IQueryCollection Query => Gateway.Http.Request.Query;

    public string Method => Gateway.Http.Request.Method;

    public CancellationToken Aborted => Gateway.Aborted;

    public bool IsAnonymous => Gateway.AccessKeyId is null;

    /// <summary>The addressed key; only on object operations.</summary>
    public string Key => ObjectKey!;

    /// <summary>The canonical id of the account that owns everything here.</summary>
    public string OwnerId => CanonicalUser.Of(Gateway.Scope.AccountId);

    /// <summary>The addressed bucket.</summary>
    /// <exception cref="WireException">NoSuchBucket.</exception>
    public Bucket Bucket => _bucket ??= Store.FindBucket(BucketName!) ?? throw S3Error.NoSuchBucket(BucketName!);

    /// <summary>What events say of this request.</summary>
    public ChangeOrigin Origin => new(
        Gateway.RequestId, Gateway.HostId, IsAnonymous ? "Anonymous" : "AWS:" + Gateway.Scope.AccountId, SourceAddress, Headers[TraceHeader] is [{ Length: > 0 } trace, ..] ? trace : null);

    /// <summary>Functions' SDKs send on in it what they got in <c>_X_AMZN_TRACE_ID</c>.</summary>
    public const string TraceHeader = "X-Amzn-Trace-Id";

    private string SourceAddress => Gateway.Http.Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : "";

    /// <summary>Whether the answer names version ids: the bucket is or was versioned.</summary>
    public bool IsVersioned => Bucket.Versioning != VersioningState.Unversioned;

    /// <summary>
    /// The header's value, several lines joined by commas; null when it is absent. A presigned URL may carry <c>x-amz-*</c> headers as parameters.
    /// </summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var value)
        ? value.ToString()
        : IsPresigned && name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) ? Parameter(name) : null;

    /// <summary>All <c>x-amz-*</c> headers, wherever they are.</summary>
    public IEnumerable<KeyValuePair<string, StringValues>> AmzHeaders()
    {
        foreach (var header in Headers)
        {
            if (header.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
            {
                yield return header;
            }
        }

        if (IsPresigned)
        {
            foreach (var parameter in Query)
            {
                if (parameter.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) && !Headers.ContainsKey(parameter.Key))
                {
                    yield return parameter;
                }
            }
        }
    }

    /// <summary>The signature stands in the query: <c>x-amz-*</c> headers may stand there too.</summary>
    public bool IsPresigned => Gateway.Http.Request.QueryString.HasValue && Query.ContainsKey("X-Amz-Signature");

    /// <summary>The parameter's value; null when it is absent, empty when it has none.</summary>
    public string? Parameter(string name) =>
        Gateway.Http.Request.QueryString.HasValue && Query.TryGetValue(name, out var value) ? Single(value) : null;

    /// <summary>Reads a whole document, checking its Content-MD5; the front door checks the rest.</summary>
    /// <exception cref="WireException">MaxMessageLengthExceeded, InvalidDigest, BadDigest.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadDocumentAsync(int maxBytes = 1024 * 1024)
    {
        if (Gateway.BodyLength > maxBytes)
        {
            throw S3Error.Of("MaxMessageLengthExceeded");
        }

        var md5 = ContentMd5.Read(this);
        using var document = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await Gateway.Body.ReadAsync(buffer, Aborted)) > 0)
        {
            if (document.Length + read > maxBytes)
            {
                throw S3Error.Of("MaxMessageLengthExceeded");
            }

            document.Write(buffer, 0, read);
        }

        ContentMd5.Verify(md5, document.GetBuffer().AsSpan(0, (int)document.Length));
        return document.GetBuffer().AsMemory(0, (int)document.Length);
    }

    /// <summary>A stored document of the addressed bucket, or of another one, as bytes; null when there is none.</summary>
    public byte[]? BucketDocument(string kind, string? ofBucket = null) =>
        Store.GetBucketDocument(ofBucket ?? Bucket.Name, kind) is { } text ? Encoding.UTF8.GetBytes(text) : null;

    public Task PutBucketDocumentAsync(string kind, byte[]? document) =>
        Store.PutBucketDocumentAsync(Bucket.Name, kind, document is null ? null : Encoding.UTF8.GetString(document), Aborted);

    public async Task WriteXmlAsync(byte[] document, int status = StatusCodes.Status200OK)
    {
        Response.StatusCode = status;
        Response.ContentType = "application/xml";
        Response.ContentLength = document.Length;
        await Response.Body.WriteAsync(document, Aborted);
    }

    /// <summary>An answer without a body.</summary>
    public Task WriteEmptyAsync(int status = StatusCodes.Status200OK)
    {
        Response.StatusCode = status;
        if (status != StatusCodes.Status204NoContent)
        {
            Response.ContentLength = 0;
        }

        return Task.CompletedTask;
    }

    private static string Single(StringValues values) => values.Count > 0 ? values[0] ?? "" : "";
}
