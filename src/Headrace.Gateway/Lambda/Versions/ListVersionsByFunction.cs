using Headrace.Functions.Registry;
using Headrace.Gateway.Lambda.Functions;

namespace Headrace.Gateway.Lambda.Versions;

/// <summary>GET /2015-03-31/functions/{FunctionName}/versions</summary>
internal static class ListVersionsByFunction
{
    internal sealed record Answer(IReadOnlyList<FunctionConfiguration> Versions, string? NextMarker);

    public static Task HandleAsync(LambdaCall call)
    {
        var id = call.Target().Id;
        var function = call.Registry.Find(id) ?? throw LambdaErrors.FunctionNotFound(id.Arn);
        var page = call.Page([.. Of(function)]);
        return call.AnswerAsync(200, new Answer(page.Items, page.NextMarker), LambdaJson.Default.ListVersionsByFunctionAnswer);
    }

    /// <summary><c>$LATEST</c>, then the published ones, each with its qualified ARN.</summary>
    internal static IEnumerable<FunctionConfiguration> Of(Function function) =>
        function.Versions.Values.Prepend(function.Latest)
            .Select(version => FunctionAnswers.Listed(version.Configuration, function.ArnOf(version.Configuration.Version)));
}
