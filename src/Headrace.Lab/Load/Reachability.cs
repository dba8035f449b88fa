using System.Net.Sockets;
using System.Security.Authentication;
using Headrace.Lab.Load.Http;
using Headrace.Lab.Load.Results;

namespace Headrace.Lab.Load;

/// <summary>Looked at before a run begins.</summary>
internal static class Reachability
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <exception cref="LabException">Nobody listens there, or not somebody who is trusted.</exception>
    public static async Task CheckAsync(HttpOrigin origin, TrustedAuthorities? trusted, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);
        using var connection = new HttpConnection(origin, trusted);
        try
        {
            await connection.ConnectAsync().WaitAsync(limit.Token);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException)
        {
            var why = (failure.InnerException?.Message ?? failure.Message).TrimEnd('.');
            var advice = why.Contains("certificate", StringComparison.Ordinal) ? " (--ca-bundle FILE names the authorities to trust)" : "";
            throw new LabException($"there is no TLS with {origin}: {why}{advice}", failure);
        }
        catch (SocketException failure)
        {
            throw new LabException($"nothing answers at {origin}: {failure.Message}", failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LabException($"nothing answers at {origin} within {_patience.TotalSeconds:0} s");
        }
    }

    /// <exception cref="LabException">There is no such bucket or table, or it may not be read.</exception>
    public static async Task CheckAsync(IResultLooker looker, ResultName example, CancellationToken cancellationToken)
    {
        try
        {
            await looker.LookAsync(example.Place, [example.Key], static _ => { }, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new LabException($"results in {example.Place} cannot be looked for: {failure.Message}", failure);
        }
        catch (LabException failure)
        {
            throw new LabException($"results in {example.Place} cannot be looked for: {failure.Message}", failure);
        }
    }
}
