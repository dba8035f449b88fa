using Headrace.Functions.Tests.Environments;
using Xunit.Runner.InProc.SystemConsole;

// The tests' own program, or, for the test that kills it, a small engine.
return args is [KilledEngine.Argument, var folder] ? await KilledEngine.RunAsync(folder) : await ConsoleRunner.Run(args);
