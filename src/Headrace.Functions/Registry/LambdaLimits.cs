namespace Headrace.Functions.Registry;

/// <summary>Lambda's quotas, as recorded from AWS (November 2025). Bytes unless said otherwise.</summary>
public static class LambdaLimits
{
    public const int RequestSize = 70_167_211;

    public const int ZippedCode = 52_428_800;

    /// <summary>Code and layers together, unpacked.</summary>
    public const long UnzippedCode = 262_144_000;

    public const long TotalCode = 80_530_636_800;

    /// <summary>The environment variables as JSON.</summary>
    public const int Variables = 4096;

    public const int SynchronousPayload = 6 * 1024 * 1024;

    public const int AsynchronousPayload = 1024 * 1024;

    /// <summary>A resource policy as JSON.</summary>
    public const int Policy = 20_480;

    /// <summary>Layers of one function.</summary>
    public const int Layers = 5;

    /// <summary>Executions at once, over all functions of an account in a region, where nobody has asked for another number.</summary>
    public const int ConcurrentExecutions = 1000;

    /// <summary>Executions that reserving must leave to the functions without a reservation.</summary>
    public const int UnreservedMinimum = 100;

    public const int TagsPerFunction = 50;
}
