namespace Headrace.Lab.Load.Http;

/// <summary>A request got no answer.</summary>
/// <param name="isConnected">Whether there was a connection at all.</param>
internal sealed class ExchangeException(string message, bool isConnected, Exception? inner = null) : Exception(message, inner)
{
    public bool IsConnected => isConnected;
}
