using Headrace.Cli;

return await HeadraceCommand.RunAsync(args);
