using System.Text.Json;

namespace Headrace.Gateway.Lambda;

/// <summary>A request's JSON body, which keeps the members that it does not know, so that none is accepted silently.</summary>
internal interface ILambdaRequest
{
    /// <summary>Members that the operation does not implement.</summary>
    Dictionary<string, JsonElement>? Other { get; }
}
