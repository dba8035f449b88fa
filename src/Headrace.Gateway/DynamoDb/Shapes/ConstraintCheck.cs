using System.Globalization;
using System.Text.Json;
using Headrace.Tables;

namespace Headrace.Gateway.DynamoDb.Shapes;

/// <summary>Holds a request's parameters against the constraints of AWS's model, and tells of up to ten that do not hold.</summary>
internal sealed class ConstraintCheck
{
    private const int MostErrors = 10;
    private const string NamePattern = "[a-zA-Z0-9_.-]+";
    private const string TableArn = "arn:aws:dynamodb:";

    private readonly List<string> _errors = [];

    /// <exception cref="TablesException">ValidationException.</exception>
    public static void Check(JsonElement json, Shape shape)
    {
        foreach (var (name, member) in shape.Members)
        {
            if (member.IsTableParameter)
            {
                CheckTableParameter(name, Find(json, name));
            }
        }

        var check = new ConstraintCheck();
        check.CheckMembers("", json, shape);
        if (check._errors.Count > 0)
        {
            throw TablesErrors.Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"{check._errors.Count} validation error{(check._errors.Count > 1 ? "s" : "")} detected: {string.Join("; ", check._errors)}"));
        }
    }

    private static void CheckTableParameter(string name, JsonElement? value)
    {
        if (value is not { } given)
        {
            throw TablesErrors.Invalid($"The parameter '{name}' is required but was not present in the request");
        }

        var text = given.GetString()!;
        if (!text.StartsWith(TableArn, StringComparison.Ordinal) && text.Length is < 3 or > 255)
        {
            throw TablesErrors.Invalid($"{name} must be at least 3 characters long and at most 255 characters long");
        }
    }

    private static JsonElement? Find(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private void CheckMembers(string path, JsonElement json, Shape shape)
    {
        foreach (var (name, member) in shape.Members)
        {
            CheckMember(path + LowerFirst(name), Find(json, name), member);
        }
    }

    private void CheckMember(string path, JsonElement? json, Shape shape)
    {
        if (_errors.Count >= MostErrors)
        {
            return;
        }

        if (json is not { } value)
        {
            if (shape.NotNull)
            {
                Add(path, null, "Member must not be null");
            }

            return;
        }

        switch (shape.Kind)
        {
            case ShapeKind.String:
                CheckString(path, value, shape);
                break;
            case ShapeKind.Integer or ShapeKind.Long:
                CheckNumber(path, value, shape);
                break;
            case ShapeKind.List:
                CheckLength(path, value, value.GetArrayLength(), shape);
                var number = 0;
                foreach (var element in value.EnumerateArray())
                {
                    number++;
                    CheckElement(string.Create(CultureInfo.InvariantCulture, $"{path}.{number}.member"), element, shape.Element!);
                }

                break;
            case ShapeKind.Map:
                CheckMap(path, value, shape);
                break;
            case ShapeKind.Structure:
                CheckMembers(path + ".", value, shape);
                break;
        }
    }

    /// <summary>A member may be null, which is as good as nothing; an element may not.</summary>
    private void CheckElement(string path, JsonElement element, Shape shape) =>
        CheckMember(path, element.ValueKind == JsonValueKind.Null ? null : element, element.ValueKind == JsonValueKind.Null ? shape with { NotNull = true } : shape);

    private void CheckMap(string path, JsonElement value, Shape shape)
    {
        if (shape is { MinLength: null, HasTableKeys: false } && shape.Element!.Kind == ShapeKind.Attribute)
        {
            return;
        }

        CheckLength(path, value, value.EnumerateObject().Count(), shape);
        if (shape.HasTableKeys && value.EnumerateObject().Any(static member => !IsTable(member.Name)))
        {
            Add(path, value, $"Map keys must satisfy constraint: [Member must have length less than or equal to 255, Member must have length greater than or equal to 3, Member must satisfy regular expression pattern: {NamePattern}]");
        }

        if (shape.ValueLength is { } range
            && value.EnumerateObject().Any(member => member.Value.ValueKind == JsonValueKind.Array && !(member.Value.GetArrayLength() >= range.Min && member.Value.GetArrayLength() <= range.Max)))
        {
            Add(path, value, string.Create(
                CultureInfo.InvariantCulture,
                $"Map value must satisfy constraint: [Member must have length less than or equal to {range.Max}, Member must have length greater than or equal to {range.Min}]"));
        }

        foreach (var member in value.EnumerateObject())
        {
            CheckElement($"{path}.{member.Name}.member", member.Value, shape.Element!);
        }
    }

    private void CheckString(string path, JsonElement value, Shape shape)
    {
        if (shape is { Values: null, IsName: false, MinLength: null, MaxLength: null })
        {
            return;
        }

        var text = value.GetString()!;
        if (shape.Values is { } values && !values.Contains(text))
        {
            Add(path, value, $"Member must satisfy enum value set: [{string.Join(", ", values)}]");
        }

        if (shape.IsName && text.StartsWith(TableArn, StringComparison.Ordinal))
        {
            return;
        }

        if (shape.IsName && !IsName(text))
        {
            Add(path, value, $"Member must satisfy regular expression pattern: {NamePattern}");
        }

        CheckLength(path, value, text.Length, shape);
    }

    private void CheckNumber(string path, JsonElement value, Shape shape)
    {
        var number = value.TryGetInt64(out var whole) ? whole : value.GetDouble();
        if (number < shape.Min)
        {
            Add(path, value, string.Create(CultureInfo.InvariantCulture, $"Member must have value greater than or equal to {shape.Min}"));
        }

        if (number > shape.Max)
        {
            Add(path, value, string.Create(CultureInfo.InvariantCulture, $"Member must have value less than or equal to {shape.Max}"));
        }
    }

    private void CheckLength(string path, JsonElement value, int length, Shape shape)
    {
        if (length < shape.MinLength)
        {
            Add(path, value, string.Create(CultureInfo.InvariantCulture, $"Member must have length greater than or equal to {shape.MinLength}"));
        }

        if (length > shape.MaxLength)
        {
            Add(path, value, string.Create(CultureInfo.InvariantCulture, $"Member must have length less than or equal to {shape.MaxLength}"));
        }
    }

    private static bool IsTable(string key) => key.StartsWith(TableArn, StringComparison.Ordinal) || (key.Length is >= 3 and <= 255 && IsName(key));

    /// <summary>Whether a table or an index may have these characters in its name.</summary>
    public static bool IsName(string text) => text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private void Add(string path, JsonElement? value, string message)
    {
        if (_errors.Count < MostErrors)
        {
            _errors.Add($"Value {(value is { } given ? $"'{Text(given)}'" : "null")} at '{path}' failed to satisfy constraint: {message}");
        }
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Text))}]",
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().Select(static member => $"{member.Name}={Text(member.Value)}"))}}}",
        _ => value.GetRawText(),
    };

    private static string LowerFirst(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
