using System.Text.Json.Serialization;

namespace Headrace.Gateway.Lambda.Functions;

/// <summary>Environment variables as AWS measures them.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class VariablesJson : JsonSerializerContext;
