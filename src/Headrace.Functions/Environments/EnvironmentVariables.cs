using System.Globalization;
using Headrace.Functions.Registry;

namespace Headrace.Functions.Environments;

/// <summary>Credentials of one environment, as AWS hands a function's role to it.</summary>
public sealed record SessionCredentials(string AccessKeyId, string SecretAccessKey, string SessionToken);

/// <summary>The variables of an environment: AWS's, as recorded in January 2026, and the function's own. Nothing of the engine's.</summary>
internal static class EnvironmentVariables
{
    /// <summary>Names that a function cannot set (Lambda developer guide, "Defined runtime environment variables").</summary>
    private static bool IsReserved(string name) => name is
        "_HANDLER" or "_X_AMZN_TRACE_ID" or "AWS_DEFAULT_REGION" or "AWS_REGION" or "AWS_EXECUTION_ENV" or "AWS_LAMBDA_FUNCTION_NAME" or
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" or "AWS_LAMBDA_FUNCTION_VERSION" or "AWS_LAMBDA_INITIALIZATION_TYPE" or "AWS_LAMBDA_LOG_GROUP_NAME" or
        "AWS_LAMBDA_LOG_STREAM_NAME" or "AWS_ACCESS_KEY" or "AWS_ACCESS_KEY_ID" or "AWS_SECRET_ACCESS_KEY" or "AWS_SESSION_TOKEN" or
        "AWS_LAMBDA_RUNTIME_API" or "LAMBDA_TASK_ROOT" or "LAMBDA_RUNTIME_DIR";

    /// <param name="inside">The folders as the function sees them.</param>
    public static Dictionary<string, string> Build(
        FunctionVersion version, RuntimePlan plan, EnvironmentFolders inside, string runtimeApi, string logStream, string initializationType,
        string traceId, Uri endpoint, SessionCredentials credentials)
    {
        var task = inside.Task;
        var runtime = inside.Runtime!;
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{inside.Language}/bin:/usr/local/bin:/usr/bin/:/bin:{inside.Layers}/bin",
            ["LD_LIBRARY_PATH"] = $"{inside.Language}/lib:/lib64:/usr/lib64:{runtime}:{runtime}/lib:{task}:{task}/lib:{inside.Layers}/lib",
            ["LANG"] = "en_US.UTF-8",
            ["TZ"] = ":UTC",
            ["AWS_ENDPOINT_URL"] = endpoint.GetLeftPart(UriPartial.Authority),
            ["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR",
            ["AWS_XRAY_DAEMON_ADDRESS"] = "169.254.100.1:2000",
            ["_AWS_XRAY_DAEMON_ADDRESS"] = "169.254.100.1",
            ["_AWS_XRAY_DAEMON_PORT"] = "2000",
        };
        if (version.LogFormat == "JSON")
        {
            variables["AWS_LAMBDA_LOG_FORMAT"] = version.LogFormat;
        }

        foreach (var (name, value) in plan.Variables(inside))
        {
            variables[name] = value;
        }

        foreach (var (name, value) in version.Variables)
        {
            if (!IsReserved(name))
            {
                variables[name] = value;
            }
        }

        variables["AWS_ACCESS_KEY_ID"] = credentials.AccessKeyId;
        variables["AWS_SECRET_ACCESS_KEY"] = credentials.SecretAccessKey;
        variables["AWS_SESSION_TOKEN"] = credentials.SessionToken;
        variables["AWS_REGION"] = version.Id.Region;
        variables["AWS_DEFAULT_REGION"] = version.Id.Region;
        variables["AWS_LAMBDA_FUNCTION_NAME"] = version.Id.Name;
        variables["AWS_LAMBDA_FUNCTION_VERSION"] = version.Version;
        variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = version.MemorySize.ToString(CultureInfo.InvariantCulture);
        variables["AWS_LAMBDA_LOG_GROUP_NAME"] = version.LogGroup;
        variables["AWS_LAMBDA_LOG_STREAM_NAME"] = logStream;
        variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = initializationType;
        variables["AWS_LAMBDA_RUNTIME_API"] = runtimeApi;
        variables["LAMBDA_TASK_ROOT"] = task;
        variables["LAMBDA_RUNTIME_DIR"] = runtime;
        variables["_HANDLER"] = version.Handler;
        variables["_X_AMZN_TRACE_ID"] = traceId;
        return variables;
    }
}
