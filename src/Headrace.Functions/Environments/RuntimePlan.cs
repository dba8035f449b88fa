namespace Headrace.Functions.Environments;

/// <summary>How to run a function's runtime on this machine.</summary>
/// <param name="RuntimeVersion">As INIT_START names it: <c>python:3.11.v2</c>.</param>
/// <param name="ExecutionEnvironment"><c>AWS_Lambda_python3.13</c>; null for <c>provided.*</c>, where AWS sets none.</param>
/// <param name="RuntimeFolder">Becomes /var/runtime, or null.</param>
/// <param name="LanguageFolder">Becomes /var/lang, or null.</param>
/// <param name="Command">The command line in the paths the function sees.</param>
/// <param name="Remark">A line for the log when this is not exactly the runtime that was asked for, or null.</param>
internal sealed record RuntimePlan(
    string RuntimeVersion, string? ExecutionEnvironment, string? RuntimeFolder, string? LanguageFolder,
    Func<EnvironmentFolders, IReadOnlyList<string>> Command, string? Remark = null)
{
    /// <summary>What AWS's image of this runtime sets besides the common variables.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables(EnvironmentFolders inside)
    {
        if (ExecutionEnvironment is not null)
        {
            yield return new("AWS_EXECUTION_ENV", ExecutionEnvironment);
            if (ExecutionEnvironment.Contains("python", StringComparison.Ordinal))
            {
                yield return new("PYTHONPATH", inside.Runtime!);
            }
            else if (ExecutionEnvironment.Contains("nodejs", StringComparison.Ordinal))
            {
                yield return new("NODE_PATH", $"{inside.Layers}/nodejs/node_modules:{inside.Runtime}/node_modules:{inside.Task}");
            }
        }
    }
}

/// <summary>A runtime that cannot be started, in AWS's words.</summary>
internal sealed class RuntimeUnavailableException(string errorType, string message) : Exception(message)
{
    public string ErrorType { get; } = errorType;
}
