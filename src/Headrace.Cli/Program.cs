using System.Runtime.Versioning;
using Headrace.Cli;

[assembly: SupportedOSPlatform("linux")]

return await HeadraceCommand.RunAsync(args);
