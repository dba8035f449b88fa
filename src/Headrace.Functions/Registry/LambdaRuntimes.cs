using System.Security.Cryptography;
using System.Text;

namespace Headrace.Functions.Registry;

/// <summary>The runtimes: which AWS has (January 2026), which it has retired, and which this engine runs.</summary>
public static class LambdaRuntimes
{
    /// <summary>AWS's enumeration, in the order in which its error message has it.</summary>
    public const string EnumValues =
        "[nodejs20.x, python3.14, provided.al2023, python3.12, python3.13, nodejs24.x, nodejs22.x, java25, python3.10, python3.11, java21, ruby3.3, ruby3.4, ruby3.2, python3.8, python3.9, java17, nodejs16.x, dotnet10, dotnet8, java11, dotnet6, nodejs18.x, provided.al2, java8.al2]";

    private static readonly HashSet<string> Known = [.. EnumValues.Trim('[', ']').Split(", ")];

    private static readonly HashSet<string> Retired =
    [
        "java8", "go1.x", "provided", "ruby2.5", "ruby2.7", "nodejs", "nodejs4.3", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x",
        "python2.7", "python3.6", "python3.7", "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1",
    ];

    /// <summary>Whether a layer may name it as compatible: AWS's current and retired ones.</summary>
    public static bool IsKnown(string runtime) => Known.Contains(runtime) || Retired.Contains(runtime);

    /// <exception cref="LambdaException">AWS's refusal of an unknown or retired runtime, or ours of one that this engine does not run.</exception>
    public static void Require(string runtime)
    {
        if (Retired.Contains(runtime))
        {
            throw LambdaErrors.Invalid($"The runtime parameter of {runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.");
        }

        if (!Known.Contains(runtime))
        {
            throw LambdaErrors.Invalid($"Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: {EnumValues} or be a valid ARN");
        }

        if (!IsRun(runtime))
        {
            throw LambdaErrors.NotImplemented($"The runtime {runtime} (use provided.al2023 with an executable named bootstrap, python3.x, nodejs2x.x, or dotnet10 for the built-in functions)");
        }
    }

    /// <summary>
    /// <c>dotnet10</c> runs the built-in functions, by their names as handlers. Compiled .NET assemblies (<c>Assembly::Type::Method</c>) are
    /// deployed as executables named <c>bootstrap</c> on <c>provided.al2023</c>.
    /// </summary>
    /// <exception cref="LambdaException">The handler names a method of an assembly.</exception>
    public static void RequireHandler(string runtime, string handler)
    {
        if (runtime == "dotnet10" && handler.Contains("::", StringComparison.Ordinal))
        {
            throw LambdaErrors.NotImplemented(
                $"The handler {handler}: dotnet10 runs the built-in functions (preprocess, …). Deploy compiled .NET as provided.al2023, an executable named bootstrap; assemblies on dotnet10");
        }
    }

    /// <summary>An ARN that stays the same for a runtime as long as this engine's version does.</summary>
    public static RuntimeVersionConfig VersionOf(string runtime, string region) =>
        new($"arn:aws:lambda:{region}::runtime:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"headrace {runtime}")))}");

    private static bool IsRun(string runtime) =>
        runtime is "provided.al2023" or "provided.al2" or "dotnet10" || runtime.StartsWith("python3.", StringComparison.Ordinal) || runtime.StartsWith("nodejs2", StringComparison.Ordinal);
}
