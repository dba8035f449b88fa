using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Headrace.Gateway.Http;

/// <summary>
/// HTTP/2 without TLS on the port that also speaks HTTP/1.1. Kestrel decides by what TLS negotiated; here the client's first bytes decide: the
/// preface of HTTP/2 begins with <c>PRI </c>, which is no method of HTTP/1.1 (RFC 9113, 3.4).
/// </summary>
internal static class Http2Preface
{
    public static void Use(ListenOptions listen) => listen.Use(next => async connection =>
    {
        if (await StartsWithPrefaceAsync(connection))
        {
            var negotiated = new PriorKnowledge();
            connection.Features.Set<ITlsConnectionFeature>(negotiated);
            connection.Features.Set<ITlsApplicationProtocolFeature>(negotiated);
        }

        await next(connection);
    });

    private static async Task<bool> StartsWithPrefaceAsync(ConnectionContext connection)
    {
        CancellationToken closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? connection.ConnectionClosed;
        PipeReader input = connection.Transport.Input;
        while (true)
        {
            ReadResult result;
            try
            {
                result = await input.ReadAsync(closing);
            }
            catch (OperationCanceledException)
            {
                return false;
            }

            bool? decided = StartsWithPreface(result.Buffer);
            if (decided is null && !result.IsCompleted)
            {
                input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            input.AdvanceTo(result.Buffer.Start);
            return decided ?? false;
        }
    }

    /// <returns>Null while too few bytes are there to tell.</returns>
    private static bool? StartsWithPreface(ReadOnlySequence<byte> input)
    {
        ReadOnlySpan<byte> preface = "PRI "u8;
        Span<byte> first = stackalloc byte[4];
        int length = (int)Math.Min(preface.Length, input.Length);
        input.Slice(0, length).CopyTo(first);
        return !preface.StartsWith(first[..length]) ? false : length == preface.Length ? true : null;
    }

    /// <summary>Stands where Kestrel looks for the outcome of a TLS handshake.</summary>
    private sealed class PriorKnowledge : ITlsConnectionFeature, ITlsApplicationProtocolFeature
    {
        public ReadOnlyMemory<byte> ApplicationProtocol { get; } = "h2"u8.ToArray();

        public X509Certificate2? ClientCertificate { get; set; }

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult<X509Certificate2?>(null);
    }
}
