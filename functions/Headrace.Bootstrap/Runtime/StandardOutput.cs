using System.Text;

namespace Headrace.Bootstrap.Runtime;

/// <summary>The function's log: one write for each line, so that lines of two writers never mix. <c>Console.Out</c> costs more to set up than a whole invocation.</summary>
internal static class StandardOutput
{
    private static readonly Stream Stream = Console.OpenStandardOutput();

    /// <param name="line">With its line feed.</param>
    public static void Write(ReadOnlySpan<byte> line) => Stream.Write(line);

    public static void WriteLine(string line) => Stream.Write(Encoding.UTF8.GetBytes(line.ReplaceLineEndings(" ") + '\n'));
}
