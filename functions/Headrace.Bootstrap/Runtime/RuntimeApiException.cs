namespace Headrace.Bootstrap.Runtime;

/// <summary>The Runtime API refused a call: 403, 413 and 500 ask the runtime to exit promptly.</summary>
internal sealed class RuntimeApiException(string call, int status) : Exception($"Runtime API: {call} answered {status}.");
