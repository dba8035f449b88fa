using System.Text.Json;
using System.Text.RegularExpressions;
using Headrace.Tables;
using Headrace.Tables.Schema;

namespace Headrace.Gateway.DynamoDb.Tables;

/// <summary>Tags of tables, and the ARN by which they are asked for.</summary>
internal static partial class TagList
{
    private const int MostTags = 50;
    private const int LongestKey = 128;
    private const int LongestValue = 256;

    /// <exception cref="TablesException">ValidationException.</exception>
    public static Dictionary<string, string> Read(JsonElement input)
    {
        var tags = new Dictionary<string, string>();
        foreach (var tag in input.FindList("Tags"))
        {
            var key = tag.FindString("Key") ?? "";
            var value = tag.FindString("Value") ?? "";
            if (key.Length is 0 or > LongestKey || value.Length > LongestValue)
            {
                throw TablesErrors.InvalidParameter(key.Length == 0 ? "Tag key cannot be empty" : "Tag keys have at most 128 characters and values at most 256");
            }

            if (!tags.TryAdd(key, value))
            {
                throw TablesErrors.InvalidParameter($"Duplicate tag key: {key}");
            }
        }

        return tags.Count <= MostTags ? tags : throw TooMany();
    }

    public static TablesException TooMany() => TablesErrors.Invalid("One or more parameter values were invalid: Number of tags exceeds the limit of 50");

    public static bool AreTooMany(Dictionary<string, string> tags) => tags.Count > MostTags;

    /// <summary>The table of the parameter ResourceArn.</summary>
    /// <param name="check">Of the other parameters: AWS looks at them in between.</param>
    /// <exception cref="TablesException">ValidationException, ResourceNotFoundException.</exception>
    /// <exception cref="DynamoDbException">AccessDeniedException: it is no ARN at all.</exception>
    public static Table Table(DynamoDbCall call, string operation, Action? check = null)
    {
        var arn = call.Input.FindString("ResourceArn") ?? throw TablesErrors.Invalid("Invalid TableArn");
        if (!AnyArn().IsMatch(arn))
        {
            throw DynamoDbException.AccessDenied(
                $"User: arn:aws:iam::{call.Scope.Account}:root is not authorized to perform: dynamodb:{operation} on resource: {(arn.Length == 0 ? "*" : arn)}");
        }

        check?.Invoke();
        if (!TableArn().IsMatch(arn))
        {
            throw TablesErrors.Invalid($"Invalid TableArn: Invalid ResourceArn provided as input {arn}");
        }

        var prefix = $"arn:aws:dynamodb:{call.Scope.Region}:{call.Scope.Account}:table/";
        return (arn.StartsWith(prefix, StringComparison.Ordinal) ? call.Store.Find(call.Scope, arn[prefix.Length..]) : null)
            ?? throw new TablesException("ResourceNotFoundException", $"Requested resource not found: ResourcArn: {arn} not found");
    }

    [GeneratedRegex("^.+:.+:.+:.+:.+:.+/.+$", RegexOptions.NonBacktracking)]
    private static partial Regex AnyArn();

    [GeneratedRegex("^arn:aws:dynamodb:.+:[0-9]+:table/[^/]{3,}$", RegexOptions.NonBacktracking)]
    private static partial Regex TableArn();
}
