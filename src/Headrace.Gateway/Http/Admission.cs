using Headrace.Wire;
using Headrace.Wire.Signing;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Http;

/// <summary>Turns what arrived into a <see cref="GatewayRequest"/>: who signed, for which account and region, with a payload that can be trusted.</summary>
internal sealed class Admission(GatewayOptions options, TimeProvider time)
{
    private readonly KeyRing _keys = options.Keys;
    private readonly SignatureVerifier _verifier = new(options.Keys, time);

    /// <param name="limit">Of the service; null when it reads bodies as they come.</param>
    /// <exception cref="WireException">The service's own error for what is wrong with signature, headers or length.</exception>
    public async Task<GatewayRequest> AdmitAsync(HttpContext http, IncomingRequest request, ServiceRoute route, BodyLimit? limit, RequestIds ids)
    {
        if (route.Service == "execute-api")
        {
            return await AdmitToApiAsync(http, request, route, limit!, ids);
        }

        try
        {
            SignatureClaim? claim = ReadClaim(request);
            if (claim is null && options.Authenticate && !route.MayBeAnonymous)
            {
                throw SignatureErrors.MissingToken();
            }

            return limit is null
                ? AdmitToS3(http, request, route, ids, claim)
                : await AdmitToOthersAsync(http, request, route, limit, ids, claim);
        }
        catch (SignatureException failure)
        {
            throw SignatureErrors.Of(failure, route.Service, time.GetUtcNow());
        }
    }

    /// <summary>Without authentication a claim only names account and region, so one that is not well formed is none.</summary>
    private SignatureClaim? ReadClaim(IncomingRequest request)
    {
        try
        {
            return SignatureClaim.Read(request);
        }
        catch (SignatureException) when (!options.Authenticate)
        {
            return null;
        }
    }

    private GatewayRequest AdmitToS3(HttpContext http, IncomingRequest request, ServiceRoute route, RequestIds ids, SignatureClaim? claim)
    {
        string? payloadHash = request.FindHeader("x-amz-content-sha256");
        ChunkSigner? chunks = null;
        if (claim is not null && options.Authenticate)
        {
            SigningKey key = _verifier.Admit(claim);
            payloadHash = SignatureVerifier.PayloadHashOf(claim, request);
            byte[] signature = SignatureVerifier.Verify(claim, key, request, payloadHash);
            chunks = new ChunkSigner(key, claim.Timestamp, signature);
        }

        S3Body body = S3Body.Open(http, request, payloadHash, chunks, time);
        http.Response.RegisterForDispose(body.Stream);
        return Admitted(http, route, ids, claim, body.Stream, body.Length, body.Checksums);
    }

    private async Task<GatewayRequest> AdmitToOthersAsync(
        HttpContext http, IncomingRequest request, ServiceRoute route, BodyLimit limit, RequestIds ids, SignatureClaim? claim)
    {
        SigningKey? key = null;
        if (claim is not null && options.Authenticate)
        {
            key = claim.Scope.Service == route.Service ? _verifier.Admit(claim) : throw new WireException(
                "InvalidSignatureException", 403, $"Credential should be scoped to correct service: '{route.Service}'.");
        }

        MemoryStream payload = await BufferedBody.ReadAsync(http, limit);
        if (key is not null)
        {
            SignatureVerifier.Verify(claim!, key, request, BufferedBody.Hash(payload));
        }

        return Admitted(http, route, ids, claim, payload, payload.Length, new Dictionary<string, string>());
    }

    /// <summary>
    /// A deployed API: its method decides whether a signature is asked for at all. <c>Authorization</c> may hold anything, so what is wrong with it is
    /// kept for who asks.
    /// </summary>
    private async Task<GatewayRequest> AdmitToApiAsync(HttpContext http, IncomingRequest request, ServiceRoute route, BodyLimit limit, RequestIds ids)
    {
        MemoryStream payload = await BufferedBody.ReadAsync(http, limit);
        SignatureClaim? claim = null;
        WireException? fault = null;
        try
        {
            claim = SignatureClaim.Read(request);
            if (claim is not null && options.Authenticate)
            {
                if (claim.Scope.Service != route.Service)
                {
                    throw new WireException("InvalidSignatureException", 403, $"Credential should be scoped to correct service: '{route.Service}'.");
                }

                SignatureVerifier.Verify(claim, _verifier.Admit(claim), request, BufferedBody.Hash(payload));
            }
        }
        catch (SignatureException failure)
        {
            (claim, fault) = (null, SignatureErrors.Of(failure, route.Service, time.GetUtcNow()));
        }
        catch (WireException failure)
        {
            (claim, fault) = (null, failure);
        }

        GatewayRequest admitted = Admitted(http, route, ids, claim, payload, payload.Length, new Dictionary<string, string>());
        return fault is null ? admitted : admitted.With(fault);
    }

    private GatewayRequest Admitted(
        HttpContext http, ServiceRoute route, RequestIds ids, SignatureClaim? claim, Stream body, long? length, IReadOnlyDictionary<string, string> checksums)
    {
        string? accessKeyId = claim?.AccessKeyId ?? (options.Authenticate ? null : _keys.Main.AccessKeyId);
        string? claimedAccount = options.Authenticate || accessKeyId is null ? null : KeyRing.AccountOf(accessKeyId);
        return new GatewayRequest
        {
            Http = http,
            RequestId = ids.RequestId,
            HostId = ids.HostId,
            Scope = new Scope(claimedAccount ?? _keys.AccountId, claim?.Scope.Region ?? Scope.Default.Region),
            AccessKeyId = accessKeyId,
            RawPath = route.RawPath,
            Body = body,
            BodyLength = length,
            Checksums = checksums,
        };
    }
}
