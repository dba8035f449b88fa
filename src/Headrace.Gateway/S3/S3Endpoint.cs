using Headrace.Events;
using Headrace.Events.Rules;
using Headrace.Gateway.S3.Access;
using Headrace.Gateway.S3.Cors;
using Headrace.Store;
using Headrace.Wire.S3;
using Headrace.Wire.Signing;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.S3;

/// <summary>The S3 API over an <see cref="ObjectStore"/>.</summary>
public sealed class S3Endpoint(ObjectStore store, NotificationRules notifications, IFunctionPort functions, KeyRing keys, TimeProvider time) : IServiceEndpoint
{
    public string ServiceName => "s3";

    public BodyLimit? BodyLimit => null;

    public async Task HandleAsync(GatewayRequest request)
    {
        try
        {
            var s3 = Address(request);
            if (s3.Method == HttpMethods.Options)
            {
                await Preflight.HandleAsync(s3);
                return;
            }

            CorsHeaders.Add(s3);
            var operation = S3Router.Find(s3);
            UnimplementedHeaders.Refuse(s3);
            ExpectedBucketOwner.Check(s3);
            Authorization.Check(s3, operation);
            await operation.HandleAsync(s3);
        }
        catch (StoreException refusal)
        {
            throw S3Error.From(refusal);
        }
        catch (S3DocumentException refusal)
        {
            throw S3Error.From(refusal);
        }
    }

    public async Task WriteErrorAsync(HttpContext http, WireException error, string requestId, string hostId)
    {
        var response = http.Response;
        response.StatusCode = error.Status;
        if (error.Status == StatusCodes.Status304NotModified)
        {
            return;
        }

        response.ContentType = "application/xml";
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return;
        }

        var document = S3Xml.Write("Error", writer =>
        {
            writer.Element("Code", error.Code);
            writer.Element("Message", error.Message);
            foreach (var (name, value) in error.Details)
            {
                writer.Element(name, value);
            }

            writer.Element("RequestId", requestId);
            writer.Element("HostId", hostId);
        }, xmlNamespace: null);
        response.ContentLength = document.Length;
        await response.Body.WriteAsync(document, http.RequestAborted);
    }

    /// <summary>Splits <c>/bucket/key</c>. Nothing in the key is normalised.</summary>
    private S3Request Address(GatewayRequest request)
    {
        var path = request.RawPath.AsSpan(1);
        var slash = path.IndexOf('/');
        var bucket = slash < 0 ? path : path[..slash];
        var rawKey = slash < 0 ? default : path[(slash + 1)..];
        string? key = null;
        if (!rawKey.IsEmpty)
        {
            key = ObjectKey.FromPath(rawKey) ?? throw S3Error.Of("InvalidURI", new KeyValuePair<string, string>("URI", request.RawPath));
            ObjectKeyLength.Check(key);
        }

        return new S3Request
        {
            Gateway = request,
            Store = store,
            Notifications = notifications,
            Functions = functions,
            Keys = keys,
            Time = time,
            BucketName = bucket.IsEmpty ? null : ObjectKey.FromPath(bucket) ?? throw S3Error.Of("InvalidURI", new KeyValuePair<string, string>("URI", request.RawPath)),
            ObjectKey = key,
        };
    }
}
