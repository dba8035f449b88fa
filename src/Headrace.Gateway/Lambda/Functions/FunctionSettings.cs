using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Headrace.Functions.Registry;
using Headrace.Wire.Lambda;

namespace Headrace.Gateway.Lambda.Functions;

/// <summary>What CreateFunction and UpdateFunctionConfiguration have in common. Null: not given.</summary>
internal sealed partial record FunctionSettings(
    string? Runtime, string? Role, string? Handler, string? Description, int? Timeout, int? MemorySize, FunctionEnvironment? Environment,
    DeadLetterConfig? DeadLetterConfig, TracingConfig? TracingConfig, IReadOnlyList<string>? Layers, EphemeralStorage? EphemeralStorage,
    LoggingConfig? LoggingConfig, SnapStart? SnapStart)
{
    private const string RolePattern = @"arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+";
    private const string DeadLetterPattern = @"(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()";

    // Set by Lambda itself: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    private static readonly HashSet<string> ReservedVariables =
    [
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    ];

    private static readonly VariablesJson Compact = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The machine's own instruction set: native code of another one could not run.</summary>
    public static string Architecture { get; } = RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x86_64";

    /// <summary>The constraints of the API's model.</summary>
    public void Check(ConstraintFailures failures)
    {
        failures.Matches("role", Role, Role is null || RoleRegex().IsMatch(Role), RolePattern);
        failures.AtMost("handler", Handler, 128);
        failures.Matches("handler", Handler, Handler?.Any(char.IsWhiteSpace) != true, @"[^\s]+");
        failures.AtMost("description", Description, 256);
        failures.Between("timeout", Timeout, 1, 900);
        failures.Between("memorySize", MemorySize, 128, 10_240);
        failures.Between("ephemeralStorage.size", EphemeralStorage?.Size, 512, 10_240);
        failures.OneOf("tracingConfig.mode", TracingConfig?.Mode, "PassThrough", "Active");
        failures.OneOf("snapStart.applyOn", SnapStart?.ApplyOn, "PublishedVersions", "None");
        failures.OneOf("loggingConfig.logFormat", LoggingConfig?.LogFormat, "JSON", "Text");
        failures.OneOf("loggingConfig.applicationLogLevel", LoggingConfig?.ApplicationLogLevel, "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
        failures.OneOf("loggingConfig.systemLogLevel", LoggingConfig?.SystemLogLevel, "DEBUG", "INFO", "WARN");
        failures.AtMost("loggingConfig.logGroup", LoggingConfig?.LogGroup, 512);
        failures.Matches("loggingConfig.logGroup", LoggingConfig?.LogGroup, LoggingConfig?.LogGroup is not { } group || LogGroup().IsMatch(group), @"[\.\-_/#A-Za-z0-9]+");
        failures.Matches("deadLetterConfig.targetArn", DeadLetterConfig?.TargetArn, DeadLetterConfig?.TargetArn is not { } target || DeadLetter().IsMatch(target), DeadLetterPattern);
        if (Layers?.Any(static arn => LayerVersionReference.Parse(arn) is null) == true)
        {
            failures.Check(false, $"[{string.Join(", ", Layers)}]", "layers", $"Member must satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: {LayerVersionReference.Pattern}, Member must not be null]");
        }
    }

    /// <summary>What holds beyond the model, and what this engine does not do.</summary>
    public void Require()
    {
        if (Runtime is not null)
        {
            LambdaRuntimes.Require(Runtime);
        }

        if (TracingConfig?.Mode == "Active")
        {
            throw LambdaErrors.NotImplemented("TracingConfig.Mode=Active (X-Ray)");
        }

        if (SnapStart?.ApplyOn == "PublishedVersions")
        {
            throw LambdaErrors.NotImplemented("SnapStart.ApplyOn=PublishedVersions");
        }

        if (LoggingConfig is { ApplicationLogLevel: not (null or "INFO") } or { SystemLogLevel: not (null or "INFO") })
        {
            throw LambdaErrors.NotImplemented("LoggingConfig with a log level other than INFO");
        }

        if (DeadLetterConfig?.TargetArn is { Length: > 0 } target && !Destination.IsDeliverable(target))
        {
            throw LambdaErrors.NotImplemented($"DeadLetterConfig.TargetArn={target} (functions and buckets are)");
        }

        RequireVariables();
    }

    /// <summary>The configuration with these settings in it; the caller renews what a change renews.</summary>
    public FunctionConfiguration ApplyTo(FunctionConfiguration configuration)
    {
        var runtime = Runtime ?? configuration.Runtime;
        LambdaRuntimes.RequireHandler(runtime, Handler ?? configuration.Handler);
        return configuration with
        {
            Runtime = runtime,
            RuntimeVersionConfig = LambdaRuntimes.VersionOf(runtime, configuration.FunctionArn.Split(':')[3]),
            Role = Role ?? configuration.Role,
            Handler = Handler ?? configuration.Handler,
            Description = Description ?? configuration.Description,
            Timeout = Timeout ?? configuration.Timeout,
            MemorySize = MemorySize ?? configuration.MemorySize,
            Environment = Environment is null ? configuration.Environment : Environment with { Variables = Environment.Variables ?? [] },
            DeadLetterConfig = DeadLetterConfig is null ? configuration.DeadLetterConfig : string.IsNullOrEmpty(DeadLetterConfig.TargetArn) ? null : DeadLetterConfig,
            EphemeralStorage = EphemeralStorage ?? configuration.EphemeralStorage,
            LoggingConfig = Merge(configuration.LoggingConfig, configuration.FunctionName),
        };
    }

    private LoggingConfig Merge(LoggingConfig current, string name)
    {
        var format = LoggingConfig?.LogFormat ?? current.LogFormat;
        var isJson = format == "JSON";
        return new LoggingConfig(
            format,
            LoggingConfig?.LogGroup ?? current.LogGroup ?? $"/aws/lambda/{name}",
            isJson ? LoggingConfig?.ApplicationLogLevel ?? current.ApplicationLogLevel ?? "INFO" : null,
            isJson ? LoggingConfig?.SystemLogLevel ?? current.SystemLogLevel ?? "INFO" : null);
    }

    private void RequireVariables()
    {
        if (Environment?.Variables is not { Count: > 0 } variables)
        {
            return;
        }

        if (variables.Keys.FirstOrDefault(static name => !VariableName().IsMatch(name)) is not null)
        {
            throw LambdaErrors.Validation($"Value '{{{string.Join(", ", variables.Select(static variable => $"{variable.Key}={variable.Value}"))}}}' at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]");
        }

        if (variables.Keys.Where(ReservedVariables.Contains).ToArray() is { Length: > 0 } reserved)
        {
            throw LambdaErrors.Invalid($"Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: {string.Join(", ", reserved)}");
        }

        var measured = JsonSerializer.Serialize(variables, Compact.DictionaryStringString);
        if (System.Text.Encoding.UTF8.GetByteCount(measured) > LambdaLimits.Variables)
        {
            throw LambdaErrors.Invalid($"Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {measured}");
        }
    }

    [GeneratedRegex(@"\Aarn:(aws[a-zA-Z-]*)?:iam::[0-9]{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+\z")]
    private static partial Regex RoleRegex();

    [GeneratedRegex(@"\A[\.\-_/#A-Za-z0-9]+\z")]
    private static partial Regex LogGroup();

    [GeneratedRegex(@"\A(?:(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|())\z")]
    private static partial Regex DeadLetter();

    [GeneratedRegex(@"\A[a-zA-Z][a-zA-Z0-9_]+\z")]
    private static partial Regex VariableName();
}
