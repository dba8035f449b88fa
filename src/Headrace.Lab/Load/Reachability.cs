using System.Net.Sockets;
using Headrace.Lab.Load.Http;
using Headrace.Lab.Load.Results;

namespace Headrace.Lab.Load;

/// <summary>Looked at before a run begins.</summary>
internal static class Reachability
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <exception cref="LabException">Nobody listens there.</exception>
    public static async Task CheckAsync(HttpOrigin origin, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(origin.Host, origin.Port, limit.Token);
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
