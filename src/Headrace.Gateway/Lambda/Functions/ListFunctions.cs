using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Functions;

/// <summary>GET /2015-03-31/functions</summary>
internal static class ListFunctions
{
    internal sealed record Answer(IReadOnlyList<FunctionConfiguration> Functions, string? NextMarker);

    public static Task HandleAsync(LambdaCall call)
    {
        var which = call.Query("FunctionVersion");
        var failures = new ConstraintFailures();
        failures.OneOf("functionVersion", which, "ALL");
        failures.Throw();
        if (call.Query("MasterRegion") is not null)
        {
            throw LambdaErrors.NotImplemented("The parameter MasterRegion");
        }

        var functions = call.Registry.List(call.Scope);
        var listed = which is null
            ? functions.Select(static function => FunctionAnswers.Listed(function.Latest.Configuration, function.Id.Arn))
            : functions.SelectMany(static function => Versions.ListVersionsByFunction.Of(function));
        var page = call.Page([.. listed]);
        return call.AnswerAsync(200, new Answer(page.Items, page.NextMarker), LambdaJson.Default.ListFunctionsAnswer);
    }
}
