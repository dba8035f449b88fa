using System.Collections.Concurrent;
using Headrace.Functions.Registry;

namespace Headrace.Functions.Environments;

/// <summary>Finds out how each Lambda runtime runs on this machine.</summary>
/// <param name="runtimesFolder">Our small bootstraps: <c>python/bootstrap.py</c>, <c>nodejs/bootstrap.mjs</c>.</param>
/// <param name="builtInFolder">Holds the built-in functions' executable <c>bootstrap</c> and its native libraries; null when not published.</param>
internal sealed class RuntimeCatalog(string runtimesFolder, string? builtInFolder)
{
    private readonly ConcurrentDictionary<(string Name, string Version), Interpreter?> _interpreters = new();

    /// <exception cref="RuntimeUnavailableException">The function has no program to run, or the machine none to run it with.</exception>
    public RuntimePlan PlanFor(FunctionVersion version, string? layers)
    {
        var runtime = version.Runtime;
        var plan = runtime switch
        {
            _ when runtime.StartsWith("provided", StringComparison.Ordinal) => Provided(version, layers),
            _ when runtime.StartsWith("python", StringComparison.Ordinal) => Managed(runtime, "python", "python3", runtime["python".Length..], "bootstrap.py"),
            _ when runtime.StartsWith("nodejs", StringComparison.Ordinal) => Managed(runtime, "nodejs", "node", runtime["nodejs".Length..^".x".Length], "bootstrap.mjs"),
            _ when runtime.StartsWith("dotnet", StringComparison.Ordinal) => BuiltIn(version),
            _ => throw new RuntimeUnavailableException("Runtime.InvalidEntrypoint", $"This machine has no runtime {runtime}."),
        };

        // A managed runtime may be started by a script of the function's own (Lambda developer guide, "Modifying the runtime environment").
        return plan.ExecutionEnvironment is not null && version.Variables.TryGetValue("AWS_LAMBDA_EXEC_WRAPPER", out var wrapper)
            ? plan with { Command = inside => [wrapper, .. plan.Command(inside)] }
            : plan;
    }

    private static RuntimePlan Provided(FunctionVersion version, string? layers)
    {
        var name = version.Runtime.Length > "provided.".Length ? version.Runtime["provided.".Length..] : "al1";
        var isInTask = File.Exists(Path.Combine(version.CodeDirectory, "bootstrap"));
        var isInLayers = !isInTask && layers is not null && File.Exists(Path.Combine(layers, "bootstrap"));
        if (!isInTask && !isInLayers)
        {
            throw new RuntimeUnavailableException("Runtime.InvalidEntrypoint", "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
        }

        CheckExecutable(Path.Combine(isInTask ? version.CodeDirectory : layers!, "bootstrap"), isInTask ? "/var/task/bootstrap" : "/opt/bootstrap");
        return new RuntimePlan($"provided:{name}.v1", null, null, null, inside => [$"{(isInTask ? inside.Task : inside.Layers)}/bootstrap"]);
    }

    private RuntimePlan BuiltIn(FunctionVersion version)
    {
        var runtimeVersion = $"dotnet:{version.Runtime["dotnet".Length..]}.v1";
        var executionEnvironment = $"AWS_Lambda_{version.Runtime}";
        if (File.Exists(Path.Combine(version.CodeDirectory, "bootstrap")))
        {
            CheckExecutable(Path.Combine(version.CodeDirectory, "bootstrap"), "/var/task/bootstrap");
            return new RuntimePlan(runtimeVersion, executionEnvironment, builtInFolder, null, inside => [$"{inside.Task}/bootstrap"]);
        }

        return builtInFolder is not null && File.Exists(Path.Combine(builtInFolder, "bootstrap"))
            ? new RuntimePlan(runtimeVersion, executionEnvironment, builtInFolder, null, inside => [$"{inside.Runtime}/bootstrap"])
            : throw new RuntimeUnavailableException("Runtime.InvalidEntrypoint", "The built-in functions are not built (eng/publish-bootstrap).");
    }

    /// <param name="wanted"><c>3.13</c>, <c>22</c>.</param>
    private RuntimePlan Managed(string runtime, string language, string program, string wanted, string bootstrap)
    {
        var interpreter = _interpreters.GetOrAdd((program, wanted), static key => Interpreter.Find(key.Name, key.Version))
            ?? throw new RuntimeUnavailableException("Runtime.InvalidEntrypoint", $"The runtime {runtime} needs {program}, which is not installed on this machine.");
        var isExact = interpreter.Version == wanted || interpreter.Version.StartsWith(wanted + ".", StringComparison.Ordinal);
        return new RuntimePlan(
            $"{language}:{interpreter.Version}.v1", $"AWS_Lambda_{runtime}", Path.Combine(runtimesFolder, language), interpreter.Prefix,
            inside => [interpreter.Prefix is null ? interpreter.Path : $"{inside.Language}/bin/{Path.GetFileName(interpreter.Path)}", $"{inside.Runtime}/{bootstrap}"],
            isExact ? null : $"Headrace: {runtime} runs on {interpreter.Path} {interpreter.Version}, the nearest on this machine.\n");
    }

    /// <summary>A shell would run a text without #! as a script of its own; Lambda does not.</summary>
    private static void CheckExecutable(string path, string shown)
    {
        if ((File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0)
        {
            throw new RuntimeUnavailableException("Runtime.InvalidEntrypoint", $"fork/exec {shown}: permission denied");
        }

        Span<byte> start = stackalloc byte[4];
        using var file = File.OpenHandle(path);
        var length = RandomAccess.Read(file, start, 0);
        if (!start[..length].StartsWith("#!"u8) && !start[..length].SequenceEqual("\u007fELF"u8))
        {
            throw new RuntimeUnavailableException("Runtime.InvalidEntrypoint", $"fork/exec {shown}: exec format error");
        }
    }
}
