using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Aliases;

/// <summary>POST /2015-03-31/functions/{FunctionName}/aliases</summary>
internal static partial class CreateAlias
{
    private const string NamePattern = "(?!^[0-9]+$)([a-zA-Z0-9-_]+)";
    private const string VersionPattern = @"(\$LATEST|[0-9]+)";

    internal sealed record Request : ILambdaRequest
    {
        public string? Name { get; init; }

        public string? FunctionVersion { get; init; }

        public string? Description { get; init; }

        public RoutingConfig? RoutingConfig { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Other { get; set; }
    }

    public static async Task HandleAsync(LambdaCall call)
    {
        var request = await call.ReadAsync(LambdaJson.Default.CreateAliasRequest);
        var failures = new ConstraintFailures();
        failures.NotNull("name", request.Name);
        failures.NotNull("functionVersion", request.FunctionVersion);
        failures.AtMost("name", request.Name, 128);
        failures.Matches("name", request.Name, request.Name is null || Name().IsMatch(request.Name), NamePattern);
        CheckVersion(request.FunctionVersion, failures);
        failures.AtMost("description", request.Description, 256);
        request.RoutingConfig?.Check(failures);
        failures.Throw();

        var id = call.UnqualifiedTarget();
        var name = request.Name!;
        if (call.Registry.Find(id) is null)
        {
            throw LambdaErrors.FunctionNotFound($"{id.Arn}:{request.FunctionVersion}");
        }

        var changed = await call.Registry.ChangeAsync(
            id,
            function =>
            {
                if (function.Aliases.ContainsKey(name))
                {
                    throw LambdaErrors.Conflict($"Alias already exists: {function.ArnOf(name)}");
                }

                RequireVersion(function, request.FunctionVersion!);
                var alias = new FunctionAlias(name, request.FunctionVersion!, request.Description ?? "", Function.NewRevision());
                return function with { Aliases = function.Aliases.Add(name, request.RoutingConfig?.ApplyTo(alias, function) ?? alias) };
            },
            call.Aborted);
        await call.AnswerAsync(201, AliasAnswer.Of(changed, changed.Aliases[name]), LambdaJson.Default.AliasAnswer);
    }

    internal static void CheckVersion(string? version, ConstraintFailures failures)
    {
        failures.AtMost("functionVersion", version, 1024);
        failures.Matches("functionVersion", version, version is null || version == Function.LatestVersion || version.All(char.IsAsciiDigit), VersionPattern);
    }

    /// <exception cref="LambdaException">ResourceNotFoundException.</exception>
    internal static void RequireVersion(Function function, string version)
    {
        if (function.FindVersion(version) is null)
        {
            throw LambdaErrors.FunctionNotFound(function.ArnOf(version));
        }
    }

    [GeneratedRegex(@"\A(?![0-9]+\z)[a-zA-Z0-9\-_]+\z")]
    private static partial Regex Name();
}
