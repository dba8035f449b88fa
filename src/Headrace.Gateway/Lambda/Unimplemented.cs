using System.Text.Json;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda;

/// <summary>Refuses parameters that ask for something this engine does not do. Empty ones ask for nothing.</summary>
internal static class Unimplemented
{
    public static void Refuse(Dictionary<string, JsonElement>? members)
    {
        foreach (var (name, value) in members ?? [])
        {
            if (!IsEmpty(value))
            {
                throw LambdaErrors.NotImplemented($"The parameter {name}");
            }
        }
    }

    /// <summary>Null, false, empty text, and lists and objects of only such: what SDKs and templates send for "none".</summary>
    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.EnumerateObject().All(static member => IsEmpty(member.Value)),
        _ => false,
    };
}
