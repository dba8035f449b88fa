using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Headrace.Gateway.S3.Forms;

/// <summary>The policy of an upload form: what its fields may be, how large the file, until when.</summary>
/// <param name="Sizes">Bytes allowed; null when the policy does not say.</param>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html</remarks>
internal sealed record PostPolicy((long Smallest, long Largest)? Sizes)
{
    /// <summary>What need not stand in the policy.</summary>
    private static readonly string[] FreeFields = ["policy", "x-amz-signature", "file", "AWSAccessKeyId", "signature"];

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads the policy and checks the form against all of it but the file's size.</summary>
    /// <exception cref="WireException">InvalidPolicyDocument, AccessDenied.</exception>
    public static PostPolicy Check(PostForm form, string bucket, DateTimeOffset now)
    {
        using var document = Decode(form.Required("policy"));
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("expiration", out var expiration) || expiration.ValueKind != JsonValueKind.String)
        {
            throw Invalid("Policy missing expiration.");
        }

        if (!DateTimeOffset.TryParse(expiration.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end))
        {
            throw Invalid("Invalid 'expiration' value: '" + expiration.GetString() + "'");
        }

        if (end <= now)
        {
            throw Refused("Policy expired.");
        }

        if (!root.TryGetProperty("conditions", out var conditions) || conditions.ValueKind != JsonValueKind.Array)
        {
            throw Invalid("Policy missing conditions");
        }

        var named = new HashSet<string>(FreeFields, StringComparer.OrdinalIgnoreCase);
        (long, long)? sizes = null;
        foreach (var condition in conditions.EnumerateArray())
        {
            switch (condition.ValueKind)
            {
                case JsonValueKind.Object:
                    CheckProperty(condition, form, bucket, named);
                    break;
                case JsonValueKind.Array when condition.GetArrayLength() == 3 && condition[0].ValueKind == JsonValueKind.String:
                    sizes = CheckTriple(condition, form, bucket, named) ?? sizes;
                    break;
                default:
                    throw Invalid("Invalid JSON.");
            }
        }

        var extra = form.Fields.Keys.Where(name => !named.Contains(name) && !name.StartsWith("x-ignore-", StringComparison.OrdinalIgnoreCase)).ToList();
        return extra.Count == 0 ? new PostPolicy(sizes) : throw Refused("Extra input fields: " + string.Join(", ", extra).ToLowerInvariant());
    }

    /// <exception cref="WireException">EntityTooSmall, EntityTooLarge.</exception>
    public void CheckSize(long size)
    {
        if (size < Sizes?.Smallest)
        {
            throw S3Error.Of("EntityTooSmall", new("ProposedSize", Text(size)), new("MinSizeAllowed", Text(Sizes.Value.Smallest)));
        }

        if (size > Sizes?.Largest)
        {
            throw Objects.UploadBody.TooLarge(size, Sizes.Value.Largest);
        }
    }

    private static JsonDocument Decode(string policy)
    {
        try
        {
            return JsonDocument.Parse(Convert.FromBase64String(policy));
        }
        catch (Exception broken) when (broken is FormatException or JsonException)
        {
            throw Invalid("Invalid JSON.");
        }
    }

    /// <summary><c>{"acl": "private"}</c></summary>
    private static void CheckProperty(JsonElement condition, PostForm form, string bucket, HashSet<string> named)
    {
        var properties = condition.EnumerateObject().ToList();
        if (properties.Count != 1)
        {
            throw Invalid("Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.");
        }

        var (name, value) = (properties[0].Name, properties[0].Value.ToString());
        named.Add(name);
        if (Value(form, bucket, name) != value)
        {
            throw Failed("eq", "$" + name, value);
        }
    }

    /// <summary><c>["starts-with", "$key", "user/"]</c>, or the sizes.</summary>
    private static (long, long)? CheckTriple(JsonElement condition, PostForm form, string bucket, HashSet<string> named)
    {
        var (match, field, value) = (condition[0].GetString()!, condition[1].ToString(), condition[2].ToString());
        if (match.Equals("content-length-range", StringComparison.OrdinalIgnoreCase))
        {
            return long.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var smallest)
                && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var largest)
                ? (smallest, largest)
                : throw Failed(match, field, value);
        }

        var name = field.StartsWith('$') ? field[1..] : throw Failed(match, field, value);
        named.Add(name);
        var actual = Value(form, bucket, name) ?? "";
        var holds = match.ToLowerInvariant() switch
        {
            "eq" => actual == value,
            "starts-with" => actual.StartsWith(value, StringComparison.Ordinal),
            _ => throw Invalid("Invalid JSON."),
        };
        return holds ? null : throw Failed(match, field, value);
    }

    private static string? Value(PostForm form, string bucket, string name) =>
        name.Equals("bucket", StringComparison.OrdinalIgnoreCase) ? bucket : form.Field(name);

    private static WireException Failed(params string[] condition)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Readable))
        {
            writer.WriteStartArray();
            foreach (var part in condition)
            {
                writer.WriteStringValue(part);
            }

            writer.WriteEndArray();
        }

        return Refused("Policy Condition failed: " + System.Text.Encoding.UTF8.GetString(text.ToArray()).Replace("\",\"", "\", \"", StringComparison.Ordinal));
    }

    private static WireException Refused(string why) => S3Error.WithMessage("AccessDenied", "Invalid according to Policy: " + why);

    private static WireException Invalid(string why) => S3Error.WithMessage("InvalidPolicyDocument", "Invalid Policy: " + why);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
