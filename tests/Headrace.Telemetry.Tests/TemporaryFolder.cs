namespace Headrace.Telemetry.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("headrace-telemetry-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
