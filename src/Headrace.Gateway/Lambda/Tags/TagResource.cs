using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Tags;

/// <summary>POST /2017-03-31/tags/{Resource}</summary>
internal static class TagResource
{
    internal sealed record Request : ILambdaRequest
    {
        public Dictionary<string, string>? Tags { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Other { get; set; }
    }

    public static async Task HandleAsync(LambdaCall call)
    {
        var request = await call.ReadAsync(LambdaJson.Default.TagResourceRequest);
        var found = FunctionTags.Find(call);
        if (request.Tags is not { Count: > 0 } tags)
        {
            throw LambdaErrors.Invalid("An error occurred and the request cannot be processed.");
        }

        await call.Registry.ChangeAsync(
            found.Id,
            function =>
            {
                var merged = function.Tags.SetItems(tags);
                FunctionTags.Require(merged);
                return (function with { Tags = merged }).Touch(null);
            },
            call.Aborted);
        await call.AnswerAsync(204);
    }
}
