using System.Text.Json;

namespace Headrace.Wire.S3;

/// <summary>A bucket policy: who may do what to which resource.</summary>
/// <remarks>
/// Statements with a Condition, a NotPrincipal or policy variables are reported in <see cref="NotImplemented"/>, so that nobody stores a rule that would
/// not be kept. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
/// </remarks>
public sealed class BucketPolicy
{
    public const int MaxBytes = 20 * 1024;

    private readonly List<Statement> _statements = [];

    private BucketPolicy()
    {
    }

    public enum Verdict
    {
        /// <summary>No statement applies.</summary>
        Silent,
        Allowed,

        /// <summary>A statement says Deny: nothing outweighs it.</summary>
        Denied,
    }

    /// <summary>The element that this engine would have to ignore; null when there is none.</summary>
    public string? NotImplemented { get; private set; }

    /// <summary>Some statement allows everybody.</summary>
    public bool IsPublic => _statements.Exists(statement => statement.Allows && statement.Principals.Contains("*"));

    /// <exception cref="S3DocumentException">MalformedPolicy.</exception>
    public static BucketPolicy Parse(ReadOnlyMemory<byte> document, string bucket)
    {
        if (document.Length > MaxBytes)
        {
            throw Malformed("Policies cannot exceed 20480 bytes");
        }

        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(document.IsEmpty || document.Span[0] != '{' ? default : document);
        }
        catch (JsonException)
        {
            throw Malformed("Policies must be valid JSON and the first byte must be '{'");
        }

        using (json)
        {
            if (!json.RootElement.TryGetProperty("Statement", out var list))
            {
                throw Malformed("Missing required field Statement");
            }

            if (json.RootElement.TryGetProperty("Version", out var version) && !(version.ValueKind == JsonValueKind.String && version.GetString() is "2012-10-17" or "2008-10-17"))
            {
                throw Malformed("The policy must contain a valid version string");
            }

            var policy = new BucketPolicy();
            foreach (var element in list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : new List<JsonElement> { list })
            {
                policy.Add(element, bucket);
            }

            return policy._statements.Count == 0 ? throw Malformed("Could not parse the policy: Statement is empty!") : policy;
        }
    }

    /// <param name="account">The caller's account, or null for an anonymous caller.</param>
    /// <param name="action">With its service: <c>s3:GetObject</c>.</param>
    /// <param name="resource">An ARN: <c>arn:aws:s3:::bucket/key</c>.</param>
    public Verdict Evaluate(string? account, string action, string resource)
    {
        var verdict = Verdict.Silent;
        foreach (var statement in _statements)
        {
            if (statement.AppliesTo(account, action, resource))
            {
                if (!statement.Allows)
                {
                    return Verdict.Denied;
                }

                verdict = Verdict.Allowed;
            }
        }

        return verdict;
    }

    private static S3DocumentException Malformed(string message) => new("MalformedPolicy", message);

    private void Add(JsonElement element, string bucket)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Malformed("Statement must be an object");
        }

        var effect = element.TryGetProperty("Effect", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString() : null;
        if (effect is not ("Allow" or "Deny"))
        {
            throw Malformed(effect is null ? "Missing required field Effect" : "Invalid effect: " + effect);
        }

        if (element.TryGetProperty("Condition", out var condition) && condition.ValueKind == JsonValueKind.Object && condition.EnumerateObject().Any())
        {
            NotImplemented ??= "Condition";
        }

        if (element.TryGetProperty("NotPrincipal", out _))
        {
            NotImplemented ??= "NotPrincipal";
        }
        else if (!element.TryGetProperty("Principal", out _))
        {
            throw Malformed("Missing required field Principal");
        }

        var exceptActions = element.TryGetProperty("NotAction", out var actions);
        if (!exceptActions && !element.TryGetProperty("Action", out actions))
        {
            throw Malformed("Missing required field Action");
        }

        var exceptResources = element.TryGetProperty("NotResource", out var resources);
        if (!exceptResources && !element.TryGetProperty("Resource", out resources))
        {
            throw Malformed("Missing required field Resource");
        }

        var statement = new Statement(
            effect == "Allow",
            element.TryGetProperty("Principal", out var principal) ? Principals(principal) : [],
            [.. Strings(actions, "Policy has invalid action").Select(action => action.ToLowerInvariant())],
            exceptActions,
            Strings(resources, "Policy has invalid resource"),
            exceptResources);
        if (!statement.Actions.All(action => action == "*" || action.StartsWith("s3:", StringComparison.Ordinal)))
        {
            throw Malformed("Policy has invalid action");
        }

        foreach (var resource in statement.Resources)
        {
            if (resource.Contains("${", StringComparison.Ordinal))
            {
                NotImplemented ??= "Resource with a policy variable";
            }

            if (!IsOf(resource, bucket))
            {
                throw Malformed("Policy has invalid resource");
            }
        }

        _statements.Add(statement);
    }

    private static bool IsOf(string resource, string bucket)
    {
        var arn = "arn:aws:s3:::" + bucket;
        return resource == "*" || resource == arn
            || resource.StartsWith(arn + "/", StringComparison.Ordinal) || resource.StartsWith(arn + "*", StringComparison.Ordinal);
    }

    private static List<string> Principals(JsonElement principal)
    {
        const string Invalid = "Invalid principal in policy";
        if (principal.ValueKind == JsonValueKind.String)
        {
            return principal.GetString() == "*" ? ["*"] : throw Malformed(Invalid);
        }

        if (principal.ValueKind != JsonValueKind.Object)
        {
            throw Malformed(Invalid);
        }

        // Services and canonical users are nobody here; only accounts call.
        return principal.TryGetProperty("AWS", out var accounts) ? Strings(accounts, Invalid) : [];
    }

    private static List<string> Strings(JsonElement element, string invalid)
    {
        var values = new List<string>();
        foreach (var item in element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : new List<JsonElement> { element })
        {
            values.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Malformed(invalid));
        }

        return values;
    }

    private sealed record Statement(bool Allows, List<string> Principals, List<string> Actions, bool ExceptActions, List<string> Resources, bool ExceptResources)
    {
        public bool AppliesTo(string? account, string action, string resource) =>
            Principals.Exists(principal => principal == "*" || (account is not null && (principal == account || principal == $"arn:aws:iam::{account}:root")))
            && Actions.Exists(pattern => Matches(pattern, action.ToLowerInvariant())) != ExceptActions
            && Resources.Exists(pattern => Matches(pattern, resource)) != ExceptResources;

        /// <summary><c>*</c> is any run of characters, <c>?</c> any one.</summary>
        private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
        {
            int at = 0, next = 0, star = -1, resume = 0;
            while (at < text.Length)
            {
                if (next < pattern.Length && pattern[next] == '*')
                {
                    star = next++;
                    resume = at;
                }
                else if (next < pattern.Length && (pattern[next] == '?' || pattern[next] == text[at]))
                {
                    next++;
                    at++;
                }
                else if (star >= 0)
                {
                    next = star + 1;
                    at = ++resume;
                }
                else
                {
                    return false;
                }
            }

            return pattern[next..].TrimStart('*').IsEmpty;
        }
    }
}
