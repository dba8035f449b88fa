using System.Text.Json;

namespace Headrace.Identity;

/// <summary>Whom a role's trust policy lets assume it.</summary>
/// <remarks>Effect, Principal and Action are read; a Deny counts, a Condition is taken as fulfilled.</remarks>
public static class TrustPolicy
{
    /// <summary>Whether the text is a JSON object with at least one statement that names a principal.</summary>
    public static bool IsValid(string document)
    {
        try
        {
            using var parsed = JsonDocument.Parse(document);
            return Statements(parsed.RootElement) is { Count: > 0 } statements &&
                statements.TrueForAll(static statement => statement.ValueKind == JsonValueKind.Object && statement.TryGetProperty("Effect", out _) &&
                    statement.TryGetProperty("Action", out _) && (statement.TryGetProperty("Principal", out _) || statement.TryGetProperty("NotPrincipal", out _)));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static bool AllowsService(string document, string service) => Allows(document, "Service", value => value.Equals(service, StringComparison.OrdinalIgnoreCase));

    public static bool AllowsAccount(string document, string account) =>
        Allows(document, "AWS", value => value == "*" || value == account || value.StartsWith($"arn:aws:iam::{account}:", StringComparison.Ordinal));

    private static bool Allows(string document, string kind, Func<string, bool> isMeant)
    {
        using var parsed = JsonDocument.Parse(document);
        var allowed = false;
        foreach (var statement in Statements(parsed.RootElement))
        {
            if (Texts(statement, "Action").Any(static action => action is "sts:AssumeRole" or "sts:*" or "*") && Principals(statement, kind).Any(value => value == "*" || isMeant(value)))
            {
                if (Texts(statement, "Effect").Contains("Deny"))
                {
                    return false;
                }

                allowed = true;
            }
        }

        return allowed;
    }

    private static List<JsonElement> Statements(JsonElement root) =>
        root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("Statement", out var statement) ? []
        : statement.ValueKind == JsonValueKind.Array ? [.. statement.EnumerateArray()]
        : statement.ValueKind == JsonValueKind.Object ? [statement]
        : [];

    private static IEnumerable<string> Principals(JsonElement statement, string kind) =>
        !statement.TryGetProperty("Principal", out var principal) ? []
        : principal.ValueKind == JsonValueKind.String ? [principal.GetString()!]
        : principal.ValueKind == JsonValueKind.Object ? Texts(principal, kind)
        : [];

    private static IEnumerable<string> Texts(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.String ? [value.GetString()!]
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()!)
        : [];
}
