namespace Headrace.Vision.Darknet;

/// <summary>A Darknet model that cannot be imported: which of its files is wrong, where in the cfg, and why.</summary>
/// <param name="section">The cfg's section; empty: none of them.</param>
/// <param name="line">The cfg's line; 0: the trouble is of no line.</param>
public sealed class DarknetException(string section, int line, string reason, DarknetFile file = DarknetFile.Cfg)
    : Exception(line > 0 ? section.Length > 0 ? $"line {line}, [{section}]: {reason}" : $"line {line}: {reason}" : reason)
{
    public string Section { get; } = section;

    public int Line { get; } = line;

    public DarknetFile File { get; } = file;
}
