using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Http;

/// <summary>The names of one request, by which a client and a log can speak of it.</summary>
/// <param name="RequestId">16 upper-case hex digits on S3, a UUID elsewhere.</param>
/// <param name="HostId">S3's second name, base64; empty elsewhere.</param>
internal readonly record struct RequestIds(string RequestId, string HostId)
{
    /// <summary>New ones, already on the response.</summary>
    public static RequestIds Assign(HttpResponse response, string service)
    {
        if (service != "s3")
        {
            string uuid = Guid.NewGuid().ToString();
            response.Headers["x-amzn-RequestId"] = uuid;
            return new RequestIds(uuid, "");
        }

        Span<byte> hostId = stackalloc byte[56];
        RandomNumberGenerator.Fill(hostId);
        var ids = new RequestIds(BitConverter.ToUInt64(hostId).ToString("X16", CultureInfo.InvariantCulture), Convert.ToBase64String(hostId));
        response.Headers["x-amz-request-id"] = ids.RequestId;
        response.Headers["x-amz-id-2"] = ids.HostId;
        return ids;
    }
}
