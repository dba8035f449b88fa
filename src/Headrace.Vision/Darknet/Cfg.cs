namespace Headrace.Vision.Darknet;

/// <summary>
/// A Darknet network as text: <c>[section]</c>, <c>key=value</c>, comments after <c>#</c> or <c>;</c>. White space means nothing, as in Darknet itself, which strips it from every line.
/// </summary>
internal sealed record Cfg(CfgSection Net, IReadOnlyList<CfgSection> Layers)
{
    private const int MaximumLayers = 10_000;
    private const int MaximumLine = 65_536;

    public static Cfg Parse(string text)
    {
        List<CfgSection> sections = [];
        var number = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            number++;
            if (raw.Length > MaximumLine)
            {
                throw Error(sections, number, $"more than {MaximumLine} characters");
            }

            var line = Strip(raw);
            if (line.Length == 0)
            {
                continue;
            }

            if (line[0] == '[')
            {
                var end = line.IndexOf(']', StringComparison.Ordinal);
                if (end < 2 || end != line.Length - 1)
                {
                    throw Error(sections, number, "a section begins and does not end with ]");
                }

                sections.Add(new CfgSection(line[1..end], number));
                if (sections.Count > MaximumLayers)
                {
                    throw sections[^1].Error($"more than {MaximumLayers} sections");
                }
            }
            else
            {
                Entry(sections, line, number);
            }
        }

        return sections is [{ Name: "net" or "network" } net, ..]
            ? sections.Count > 1 ? new Cfg(net, sections[1..]) : throw net.Error("no layer follows")
            : throw (sections.Count > 0 ? sections[0].Error("the first section has to be [net]") : new DarknetException("", 0, "the cfg has no section: it has to begin with [net]"));
    }

    private static void Entry(List<CfgSection> sections, string line, int number)
    {
        if (sections.Count == 0)
        {
            throw Error(sections, number, "stands before any section");
        }

        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
        {
            throw Error(sections, number, "neither a section nor key=value");
        }

        sections[^1].Set(line[..equals], line[(equals + 1)..], number);
    }

    private static DarknetException Error(List<CfgSection> sections, int line, string reason) => new(sections.Count > 0 ? sections[^1].Name : "", line, reason);

    private static string Strip(ReadOnlySpan<char> line)
    {
        var comment = line.IndexOfAny('#', ';');
        var kept = comment < 0 ? line : line[..comment];
        var characters = new char[kept.Length];
        var length = 0;
        foreach (var character in kept)
        {
            if (!char.IsWhiteSpace(character) && !char.IsControl(character) && character != '\uFEFF')
            {
                characters[length++] = character;
            }
        }

        return new string(characters, 0, length);
    }
}
