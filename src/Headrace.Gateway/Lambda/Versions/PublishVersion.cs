using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Functions.Registry;
using Headrace.Gateway.Lambda.Functions;

namespace Headrace.Gateway.Lambda.Versions;

/// <summary>POST /2015-03-31/functions/{FunctionName}/versions: gives the newest version back when nothing has changed since.</summary>
internal static class PublishVersion
{
    internal sealed record Request : ILambdaRequest
    {
        public string? CodeSha256 { get; init; }

        public string? Description { get; init; }

        public string? RevisionId { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Other { get; set; }
    }

    public static async Task HandleAsync(LambdaCall call)
    {
        var request = await call.ReadAsync(LambdaJson.Default.PublishVersionRequest);
        var failures = new ConstraintFailures();
        failures.AtMost("description", request.Description, 256);
        failures.Throw();

        var id = call.Target().Id;
        StoredVersion published = null!;
        await call.Registry.ChangeAsync(
            id,
            function =>
            {
                UpdateFunctionCode.RequireRevision(function, request.RevisionId);
                var current = function.Latest.Configuration.CodeSha256;
                return request.CodeSha256 is { Length: > 0 } expected && expected != current
                    ? throw LambdaErrors.Invalid($"CodeSHA256 ({expected}) is different from current CodeSHA256 in $LATEST ({current}). Please try again with the CodeSHA256 in $LATEST.")
                    : function.Publish(request.Description, out published);
            },
            call.Aborted);
        await call.AnswerAsync(201, FunctionAnswers.Current(published.Configuration, published.Configuration.FunctionArn), LambdaJson.Default.FunctionConfiguration);
    }
}
