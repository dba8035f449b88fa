using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Permissions;

/// <summary>Resource policies as IAM writes them, member by member in AWS's order.</summary>
internal static class PolicyDocument
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string StatementOf(Permission permission, string resource) => Write(json => WriteStatement(json, permission, resource));

    public static string StatementOf(LayerPermission permission, string resource) => Write(json => WriteStatement(json, permission, resource));

    public static string Of(IEnumerable<Permission> permissions, string resource) =>
        Policy(json =>
        {
            foreach (var permission in permissions)
            {
                WriteStatement(json, permission, resource);
            }
        });

    public static string Of(IEnumerable<LayerPermission> permissions, string resource) =>
        Policy(json =>
        {
            foreach (var permission in permissions)
            {
                WriteStatement(json, permission, resource);
            }
        });

    private static string Policy(Action<Utf8JsonWriter> statements) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("Version", "2012-10-17");
        json.WriteString("Id", "default");
        json.WriteStartArray("Statement");
        statements(json);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteStatement(Utf8JsonWriter json, Permission permission, string resource) => WriteStatement(
        json, permission.StatementId, permission.Principal, permission.Action, resource,
        [
            new("StringEquals", "AWS:SourceAccount", permission.SourceAccount),
            new("StringEquals", "lambda:FunctionUrlAuthType", permission.FunctionUrlAuthType),
            new("StringEquals", "aws:PrincipalOrgID", permission.PrincipalOrgId),
            new("StringEquals", "lambda:EventSourceToken", permission.EventSourceToken),
            new("ArnLike", "AWS:SourceArn", permission.SourceArn),
            new("Bool", "lambda:InvokedViaFunctionUrl", permission.InvokedViaFunctionUrl is { } via ? (via ? "true" : "false") : null),
        ]);

    private static void WriteStatement(Utf8JsonWriter json, LayerPermission permission, string resource) => WriteStatement(
        json, permission.StatementId, permission.Principal, permission.Action, resource,
        [new("StringEquals", "aws:PrincipalOrgID", permission.OrganizationId)]);

    private static void WriteStatement(Utf8JsonWriter json, string id, string principal, string action, string resource, ReadOnlySpan<Condition> conditions)
    {
        json.WriteStartObject();
        json.WriteString("Sid", id);
        json.WriteString("Effect", "Allow");
        WritePrincipal(json, principal);
        json.WriteString("Action", action);
        json.WriteString("Resource", resource);
        WriteConditions(json, conditions);
        json.WriteEndObject();
    }

    /// <summary>A service, an account (as its root), an IAM ARN, or everybody.</summary>
    private static void WritePrincipal(Utf8JsonWriter json, string principal)
    {
        if (principal == "*")
        {
            json.WriteString("Principal", principal);
            return;
        }

        var isAccount = principal.Length == 12 && principal.All(char.IsAsciiDigit);
        json.WriteStartObject("Principal");
        if (isAccount || principal.StartsWith("arn:", StringComparison.Ordinal))
        {
            json.WriteString("AWS", isAccount ? $"arn:aws:iam::{principal}:root" : principal);
        }
        else
        {
            json.WriteString("Service", principal);
        }

        json.WriteEndObject();
    }

    /// <summary>Conditions of one operator stand together, in <paramref name="conditions"/> as in the document.</summary>
    private static void WriteConditions(Utf8JsonWriter json, ReadOnlySpan<Condition> conditions)
    {
        string? open = null;
        foreach (var (operation, key, value) in conditions)
        {
            if (value is null)
            {
                continue;
            }

            if (open is null)
            {
                json.WriteStartObject("Condition");
            }
            else if (open != operation)
            {
                json.WriteEndObject();
            }

            if (open != operation)
            {
                json.WriteStartObject(open = operation);
            }

            json.WriteString(key, value);
        }

        if (open is not null)
        {
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private readonly record struct Condition(string Operator, string Key, string? Value);
}
