namespace Headrace.Bootstrap.Http;

/// <summary>The exchange did not complete: no connection, a connection lost, or bytes that are not HTTP/1.1.</summary>
internal sealed class HttpConnectionException(string message, Exception? innerException = null) : Exception(message, innerException);
