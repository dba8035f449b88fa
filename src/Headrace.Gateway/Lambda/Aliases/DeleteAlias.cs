namespace Headrace.Gateway.Lambda.Aliases;

/// <summary>DELETE /2015-03-31/functions/{FunctionName}/aliases/{Name}: an alias that is not there is deleted already.</summary>
internal static class DeleteAlias
{
    public static async Task HandleAsync(LambdaCall call)
    {
        await call.Registry.ChangeAsync(call.UnqualifiedTarget(), function => function.WithoutAlias(call.Path("Name")), call.Aborted);
        await call.AnswerAsync(204);
    }
}
