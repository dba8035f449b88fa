using Headrace.Wire;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway;

/// <summary>One AWS request after the front door: identified, its signature checked, its body decoded as it is read.</summary>
/// <remarks>CONTRACT between the front door (Http/) and the services (S3/, Lambda/).</remarks>
public sealed class GatewayRequest
{
    public required HttpContext Http { get; init; }

    /// <summary>16 upper-case hex digits on S3 (<c>x-amz-request-id</c>), a UUID elsewhere (<c>x-amzn-RequestId</c>). Already on the response.</summary>
    public required string RequestId { get; init; }

    /// <summary><c>x-amz-id-2</c>, on S3; already on the response.</summary>
    public required string HostId { get; init; }

    public required Scope Scope { get; init; }

    /// <summary>
    /// The access key that signed, or null for an anonymous request: on S3 any (policies decide), on Lambda only a function URL's or an
    /// invocation on the emulator's path. Never null where the gateway runs without authentication.
    /// </summary>
    public required string? AccessKeyId { get; init; }

    /// <summary>The path after virtual-host addressing has been folded in, percent-encoded as sent: <c>/bucket/key%20with</c>.</summary>
    public required string RawPath { get; init; }

    /// <summary>
    /// The payload: aws-chunked framing removed; payload hash, chunk signatures and every checksum that the client declared (header or
    /// trailer) verified while it is read: the last read throws the <see cref="WireException"/> when one does not match.
    /// </summary>
    public required Stream Body { get; init; }

    /// <summary>The payload's length without framing (<c>x-amz-decoded-content-length</c>), when known.</summary>
    public required long? BodyLength { get; init; }

    /// <summary>
    /// What the client declared of the payload, <c>CRC64NVME</c> → base64: from the headers at once, from the trailer once <see cref="Body"/>
    /// has been read to its end (and so been verified against it).
    /// </summary>
    public required IReadOnlyDictionary<string, string> Checksums { get; init; }

    /// <summary>To deployed APIs only: what is wrong with the signature of a request that so counts as anonymous.</summary>
    public WireException? SignatureFault { get; private init; }

    public CancellationToken Aborted => Http.RequestAborted;

    internal GatewayRequest With(WireException signatureFault) => new()
    {
        Http = Http,
        RequestId = RequestId,
        HostId = HostId,
        Scope = Scope,
        AccessKeyId = AccessKeyId,
        RawPath = RawPath,
        Body = Body,
        BodyLength = BodyLength,
        Checksums = Checksums,
        SignatureFault = signatureFault,
    };
}

/// <summary>One AWS service behind the endpoint.</summary>
public interface IServiceEndpoint
{
    /// <summary>The name in the credential scope: <c>s3</c>, <c>lambda</c>.</summary>
    string ServiceName { get; }

    /// <summary>Null: it reads bodies as they come.</summary>
    BodyLimit? BodyLimit { get; }

    /// <summary>Answers the request; what it throws becomes the service's error shape through <see cref="WriteErrorAsync"/>.</summary>
    Task HandleAsync(GatewayRequest request);

    /// <summary>
    /// Writes the service's error shape for a <see cref="WireException"/>, whether it was thrown by the service or by the front door (signature, body).
    /// </summary>
    Task WriteErrorAsync(HttpContext http, WireException error, string requestId, string hostId);
}

/// <summary>An error as the client shall see it: one row of a service's catalogue.</summary>
/// <param name="code">AWS's code: <c>NoSuchKey</c>, <c>ResourceNotFoundException</c>.</param>
/// <param name="status">HTTP status.</param>
/// <param name="details">Further members or elements, in order.</param>
public sealed class WireException(string code, int status, string message, params KeyValuePair<string, string>[] details) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;

    public IReadOnlyList<KeyValuePair<string, string>> Details { get; } = details;
}
