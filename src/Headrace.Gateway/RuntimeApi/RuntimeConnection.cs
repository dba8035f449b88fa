using Headrace.Functions.RuntimeApi;

namespace Headrace.Gateway.RuntimeApi;

/// <summary>An admitted connection and the session it speaks to: a feature of its requests.</summary>
internal sealed record RuntimeConnection(RuntimeSession Session);
