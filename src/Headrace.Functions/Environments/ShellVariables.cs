using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Functions.Environments;

/// <summary>A function's variables as a shell script in memory, to be read by the sandbox's shell as its stdin: they show in no command line and on no disk.</summary>
internal static class ShellVariables
{
    public static SafeFileHandle Open(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var script = new StringBuilder();
        foreach (var (name, value) in variables)
        {
            if (IsName(name))
            {
                script.Append("export ").Append(name).Append("='").Append(value.Replace("'", "'\\''", StringComparison.Ordinal)).Append("'\n");
            }
        }

        var file = Libc.Owned(Libc.CreateMemoryFile("variables", flags: 1));
        RandomAccess.Write(file, Encoding.UTF8.GetBytes(script.ToString()), 0);
        return file;
    }

    /// <summary>Lambda takes letters, digits and underscores only; anything else would be shell.</summary>
    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
