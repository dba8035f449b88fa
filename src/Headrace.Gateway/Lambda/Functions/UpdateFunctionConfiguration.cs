using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Functions;

/// <summary>PUT /2015-03-31/functions/{FunctionName}/configuration: what is not given stays.</summary>
internal static class UpdateFunctionConfiguration
{
    internal sealed record Request : ILambdaRequest
    {
        public string? Runtime { get; init; }

        public string? Role { get; init; }

        public string? Handler { get; init; }

        public string? Description { get; init; }

        public int? Timeout { get; init; }

        public int? MemorySize { get; init; }

        public FunctionEnvironment? Environment { get; init; }

        public DeadLetterConfig? DeadLetterConfig { get; init; }

        public TracingConfig? TracingConfig { get; init; }

        public IReadOnlyList<string>? Layers { get; init; }

        public EphemeralStorage? EphemeralStorage { get; init; }

        public LoggingConfig? LoggingConfig { get; init; }

        public SnapStart? SnapStart { get; init; }

        public string? RevisionId { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Other { get; set; }

        [JsonIgnore]
        public FunctionSettings Settings => new(
            Runtime, Role, Handler, Description, Timeout, MemorySize, Environment, DeadLetterConfig, TracingConfig, Layers, EphemeralStorage, LoggingConfig, SnapStart);
    }

    public static async Task HandleAsync(LambdaCall call)
    {
        var request = await call.ReadAsync(LambdaJson.Default.UpdateFunctionConfigurationRequest);
        var failures = new ConstraintFailures();
        request.Settings.Check(failures);
        failures.Throw();

        var id = call.Target().Id;
        if (call.Registry.Find(id) is null)
        {
            throw LambdaErrors.FunctionNotFound(id.Arn);
        }

        request.Settings.Require();
        call.RequireRole(request.Role);
        var now = LambdaTime.Milliseconds(call.Services.Time.GetUtcNow());
        var updated = await call.Registry.ChangeAsync(
            id,
            function =>
            {
                UpdateFunctionCode.RequireRevision(function, request.RevisionId);
                var latest = function.Latest with { Configuration = request.Settings.ApplyTo(function.Latest.Configuration) with { LastModified = now } };
                return function.WithLatest(request.Layers is { } arns ? WithLayers(latest, arns, id, call.Registry) : latest);
            },
            call.Aborted);
        await call.AnswerAsync(200, FunctionAnswers.Updated(updated.Latest.Configuration), LambdaJson.Default.FunctionConfiguration);
    }

    private static StoredVersion WithLayers(StoredVersion version, IReadOnlyList<string> arns, FunctionId id, FunctionRegistry registry)
    {
        var layers = LayerChoice.Of(arns, id, registry);
        LayerChoice.RequireSize(version.UnzippedSize, layers.UnzippedSize);
        return version with
        {
            LayerCode = layers.Code,
            Configuration = version.Configuration with { Layers = layers.Uses.Count > 0 ? layers.Uses : null },
        };
    }
}
