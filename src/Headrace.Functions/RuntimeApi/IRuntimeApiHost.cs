using System.Net;

namespace Headrace.Functions.RuntimeApi;

/// <summary>The HTTP in front of the sessions. A boundary: only the Gateway knows a web server.</summary>
public interface IRuntimeApiHost
{
    /// <summary>Listens on a loopback address that is one environment's alone, on a port of the system's choice.</summary>
    /// <param name="admit">
    /// Called once per connection with its remote and its local end: the session it belongs to, or null to drop it.
    /// </param>
    IRuntimeApiAddress Listen(IPAddress address, Func<IPEndPoint, IPEndPoint, Task<RuntimeSession?>> admit);
}

/// <summary>One environment's Runtime API; disposed, it takes no more connections.</summary>
public interface IRuntimeApiAddress : IDisposable
{
    /// <summary>For <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    IPEndPoint EndPoint { get; }
}
