using System.Globalization;
using Headrace.Apis;

namespace Headrace.Gateway.ApiGateway.Rest;

/// <summary>One change of an Update operation, in JSON patch's words.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html"/></remarks>
internal sealed record PatchOperation(string Op, string Path, string? Value)
{
    private static readonly string[] Names = ["add", "remove", "move", "test", "replace", "copy"];

    /// <summary>The path's segments, <c>~1</c> and <c>~0</c> decoded.</summary>
    public string[] Segments { get; } =
        [.. Path.TrimStart('/').Split('/').Select(static segment => segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    /// <param name="input">The operation's input: <c>updateRestApiInput</c>.</param>
    public static IReadOnlyList<PatchOperation> ReadAll(ApiCall call, string input, params IEnumerable<string?> alsoWrong)
    {
        var items = call.Body.Objects("patchOperations") ?? [];
        var operations = items.Select(static item => new PatchOperation(item.Text("op") ?? "", item.Text("path") ?? "", item.Text("value"))).ToList();
        var failures = operations
            .Select((operation, index) => Names.Contains(operation.Op) ? null :
                $"Value '{operation.Op}' at '{input}.patchOperations.{index + 1}.member.op' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", Names)}]")
            .Concat(alsoWrong).OfType<string>().ToList();
        if (failures.Count > 0)
        {
            throw ApiErrors.Validation(failures);
        }

        call.Body.Finish();
        return operations;
    }

    public void RequireOp(params string[] allowed)
    {
        if (!allowed.Contains(Op))
        {
            throw ApiErrors.BadRequest($"Invalid patch operation specified. Must be one of: [{string.Join(", ", allowed)}]");
        }
    }

    public ApiException WrongPath() => ApiErrors.BadRequest($"Invalid patch path {Path}");

    public bool Flag() => bool.TryParse(Value, out var flag) ? flag : throw ApiErrors.BadRequest($"Invalid boolean value specified: {Value}");

    public int Number() => int.TryParse(Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number : throw ApiErrors.BadRequest($"Invalid integer value specified: {Value}");

    public double Real() => double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number : throw ApiErrors.BadRequest($"Invalid number value specified: {Value}");
}
