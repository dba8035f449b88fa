using System.Globalization;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Functions;

/// <summary>DELETE /2015-03-31/functions/{FunctionName}: the function, or one published version.</summary>
internal static class DeleteFunction
{
    public static async Task HandleAsync(LambdaCall call)
    {
        var target = call.Target();
        switch (target.Qualifier)
        {
            case null:
                if (!await call.Registry.DeleteAsync(target.Id, call.Aborted))
                {
                    throw LambdaErrors.FunctionNotFound(target.Id.Arn);
                }

                break;
            case Function.LatestVersion:
                throw LambdaErrors.Invalid("$LATEST version cannot be deleted without deleting the function.");
            default:
                await DeleteVersionAsync(call, target.Id, target.Qualifier);
                break;
        }

        await call.AnswerAsync(204);
    }

    /// <remarks>A version that is not there is deleted already; aliases have their own operation.</remarks>
    private static async Task DeleteVersionAsync(LambdaCall call, FunctionId id, string qualifier)
    {
        if (int.TryParse(qualifier, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            await call.Registry.ChangeAsync(id, function => function.Versions.ContainsKey(number) ? function.WithoutVersion(number) : function, call.Aborted);
        }
        else
        {
            throw qualifier.Contains('$', StringComparison.Ordinal)
                ? LambdaErrors.FunctionNotFound(id.Arn)
                : LambdaErrors.Invalid("Deletion of aliases is not currently supported.");
        }
    }
}
