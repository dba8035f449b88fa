namespace Headrace.Functions.Registry;

/// <summary>AWS's <c>FunctionConfiguration</c>, member by member: what the API answers and what the ledger keeps.</summary>
/// <remarks>Members that depend on the question (<see cref="State"/>, <see cref="LastUpdateStatus"/>, …) are null in the ledger.</remarks>
public sealed record FunctionConfiguration
{
    public required string FunctionName { get; init; }

    /// <summary>As it was asked for: unqualified, or qualified with the version or the alias.</summary>
    public required string FunctionArn { get; init; }

    public required string Runtime { get; init; }

    public required string Role { get; init; }

    public required string Handler { get; init; }

    /// <summary>Bytes of the zip.</summary>
    public required long CodeSize { get; init; }

    public required string Description { get; init; }

    /// <summary>Seconds.</summary>
    public required int Timeout { get; init; }

    /// <summary>MB.</summary>
    public required int MemorySize { get; init; }

    /// <summary><c>2025-11-25T02:26:54.123+0000</c>.</summary>
    public required string LastModified { get; init; }

    /// <summary>Base64.</summary>
    public required string CodeSha256 { get; init; }

    public required string Version { get; init; }

    public DeadLetterConfig? DeadLetterConfig { get; init; }

    public FunctionEnvironment? Environment { get; init; }

    public TracingConfig TracingConfig { get; init; } = new("PassThrough");

    public required string RevisionId { get; init; }

    public IReadOnlyList<LayerUse>? Layers { get; init; }

    public string? State { get; init; }

    public string? StateReason { get; init; }

    public string? StateReasonCode { get; init; }

    public string? LastUpdateStatus { get; init; }

    public string? LastUpdateStatusReason { get; init; }

    public string? LastUpdateStatusReasonCode { get; init; }

    public string PackageType { get; init; } = "Zip";

    public required IReadOnlyList<string> Architectures { get; init; }

    public EphemeralStorage EphemeralStorage { get; init; } = new(512);

    public SnapStartResponse SnapStart { get; init; } = new("None", "Off");

    public RuntimeVersionConfig? RuntimeVersionConfig { get; init; }

    public required LoggingConfig LoggingConfig { get; init; }
}

/// <param name="Variables">In the order given.</param>
public sealed record FunctionEnvironment(Dictionary<string, string> Variables);

public sealed record DeadLetterConfig(string? TargetArn);

/// <param name="Mode"><c>PassThrough</c>; <c>Active</c> is refused.</param>
public sealed record TracingConfig(string? Mode);

/// <param name="Size">MB of /tmp.</param>
public sealed record EphemeralStorage(int Size);

public sealed record SnapStartResponse(string ApplyOn, string OptimizationStatus);

public sealed record RuntimeVersionConfig(string RuntimeVersionArn);

/// <param name="ApplicationLogLevel">With JSON only.</param>
/// <param name="SystemLogLevel">With JSON only.</param>
public sealed record LoggingConfig(string? LogFormat, string? LogGroup, string? ApplicationLogLevel = null, string? SystemLogLevel = null);

/// <param name="Arn">Of the layer version.</param>
/// <param name="CodeSize">Bytes of its zip.</param>
public sealed record LayerUse(string Arn, long CodeSize);
