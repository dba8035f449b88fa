namespace Headrace.Gateway.Http;

/// <summary>The gateway cannot start; the message is one sentence for whoever started it.</summary>
public sealed class GatewayStartException(string message, Exception? cause = null) : Exception(message, cause);
