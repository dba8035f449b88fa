using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Functions;

/// <summary>GET /2015-03-31/functions/{FunctionName}</summary>
internal static class GetFunction
{
    internal sealed record Answer(FunctionConfiguration Configuration, CodeLocation Code, IReadOnlyDictionary<string, string>? Tags, Concurrency? Concurrency);

    internal sealed record CodeLocation(string RepositoryType, string Location);

    internal sealed record Concurrency(int ReservedConcurrentExecutions);

    public static Task HandleAsync(LambdaCall call)
    {
        var target = call.Target();
        var (function, version) = Find(call, target);
        var configuration = FunctionAnswers.Current(version.Configuration, target.Arn);
        return call.AnswerAsync(
            200,
            new Answer(
                configuration,
                new CodeLocation("S3", CodeDownload.LocationOf(call, configuration.CodeSha256)),
                function.Tags.Count > 0 ? function.Tags : null,
                function.ReservedConcurrency is { } reserved ? new Concurrency(reserved) : null),
            LambdaJson.Default.GetFunctionAnswer);
    }

    /// <exception cref="LambdaException">ResourceNotFoundException: the function, or what the qualifier names, is not there.</exception>
    internal static (Function Function, StoredVersion Version) Find(LambdaCall call, FunctionTarget target) =>
        call.Registry.Find(target.Id) is { } function && function.FindVersion(target.Qualifier) is { } version
            ? (function, version)
            : throw LambdaErrors.FunctionNotFound(target.Arn);
}
