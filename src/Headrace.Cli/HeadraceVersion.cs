using System.Reflection;

namespace Headrace.Cli;

internal static class HeadraceVersion
{
    public static string Text { get; } =
        typeof(HeadraceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
