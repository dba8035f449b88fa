using System.CommandLine;
using Headrace.Gauge.Sites;

namespace Headrace.Cli.Gauge;

/// <summary><c>headrace gauge sites</c>: site configurations.</summary>
internal static class SitesCommand
{
    public static Command Create() => new("sites", "Work with site configurations.") { Validate() };

    private static DocumentedCommand Validate()
    {
        var file = new Argument<string>("FILE") { Description = "The site configuration: YAML or JSON" };
        var command = new DocumentedCommand("validate", "Check a site configuration as the gauge function does, and say everything that is wrong with it.", """
            Files that sites name are looked for beside the configuration, then among the models that come with Headrace.
            What is named as s3://bucket/key is not looked for.

            Examples:
              headrace gauge sites validate sites.yaml
            """) { file };
        command.SetAction(parsed => Validate(parsed.GetValue(file)!));
        return command;
    }

    private static int Validate(string file)
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
            var catalogue = SiteFile.Read(file, File.ReadAllText(file), (_, value) => Exists(folder, value));
            Console.Out.WriteLine(catalogue.Sites.Length == 1 ? $"{file}: 1 site, nothing wrong" : $"{file}: {catalogue.Sites.Length} sites, nothing wrong");
            return HeadraceCommand.Succeeded;
        }
        catch (SiteConfigurationException wrong)
        {
            foreach (var fault in wrong.Faults)
            {
                Console.Error.WriteLine($"headrace: {file}: {fault}");
            }

            return HeadraceCommand.Failed;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file} cannot be read: {failure.Message}", failure);
        }
    }

    private static bool Exists(string folder, string value) =>
        value.StartsWith("s3://", StringComparison.OrdinalIgnoreCase)
        || File.Exists(Path.GetFullPath(value, folder))
        || (!Path.IsPathRooted(value) && Installation.BuiltInFolder is { } builtIn && File.Exists(Path.Combine(builtIn, "models", value)));
}
