using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Tags;

/// <summary>DELETE /2017-03-31/tags/{Resource}?tagKeys=…</summary>
internal static class UntagResource
{
    public static async Task HandleAsync(LambdaCall call)
    {
        string[] keys = [.. call.Request.Http.Request.Query["tagKeys"].OfType<string>()];
        if (keys.Length == 0)
        {
            throw LambdaErrors.Validation("Value null at 'tagKeys' failed to satisfy constraint: Member must not be null");
        }

        var found = FunctionTags.Find(call);
        await call.Registry.ChangeAsync(found.Id, function => (function with { Tags = function.Tags.RemoveRange(keys) }).Touch(null), call.Aborted);
        await call.AnswerAsync(204);
    }
}
