namespace Headrace.Vision.Darknet;

/// <summary>A Darknet model that cannot be imported: where in the cfg, and why. Line 0: the trouble is not of one section.</summary>
public sealed class DarknetException(string section, int line, string reason) : Exception(line > 0 ? $"line {line}, [{section}]: {reason}" : reason)
{
    public string Section { get; } = section;

    public int Line { get; } = line;
}
