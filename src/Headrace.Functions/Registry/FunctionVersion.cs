using System.Collections.Immutable;

namespace Headrace.Functions.Registry;

/// <summary>A function's name in an account and a region.</summary>
public readonly record struct FunctionId(string AccountId, string Region, string Name)
{
    public string Arn => $"arn:aws:lambda:{Region}:{AccountId}:function:{Name}";
}

/// <summary>Everything an execution environment needs to run one version of a function: an immutable snapshot.</summary>
/// <remarks>CONTRACT: the registry makes it, the environments read it. A changed <see cref="RevisionId"/> retires old environments.</remarks>
public sealed record FunctionVersion
{
    public required FunctionId Id { get; init; }

    /// <summary><c>$LATEST</c> or a number.</summary>
    public required string Version { get; init; }

    /// <summary>A new UUID with every change of code or configuration.</summary>
    public required string RevisionId { get; init; }

    /// <summary><c>provided.al2023</c>, <c>python3.13</c>, <c>nodejs22.x</c>, <c>dotnet10</c>, …</summary>
    public required string Runtime { get; init; }

    public required string Handler { get; init; }

    /// <summary>The unpacked code, read-only: <c>/var/task</c>. Shared by all environments of this version.</summary>
    public required string CodeDirectory { get; init; }

    /// <summary>Unpacked layers, lowest first, merged at <c>/opt</c>.</summary>
    public ImmutableArray<string> LayerDirectories { get; init; } = [];

    /// <summary>MB, 128 to 10,240.</summary>
    public required int MemorySize { get; init; }

    /// <summary>1 to 900 s.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>MB of /tmp, 512 to 10,240.</summary>
    public int EphemeralStorage { get; init; } = 512;

    /// <summary>The user's environment variables.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Default <c>/aws/lambda/NAME</c>.</summary>
    public required string LogGroup { get; init; }

    /// <summary><c>Text</c> or <c>JSON</c>.</summary>
    public string LogFormat { get; init; } = "Text";

    /// <summary>Qualified with the version.</summary>
    public string Arn => $"{Id.Arn}:{Version}";
}
