using Headrace.Bench;

string[] known = ["invoke", "coldstart", "put", "pipeline"];
var json = args.Contains("--json");
if (args is not [var name, ..] || !known.Contains(name))
{
    Console.Error.WriteLine($"usage: ./run bench NAME [--json]   NAME is one of: {string.Join(", ", known)}");
    return 64;
}

var report = new Report(name);
await (name switch
{
    "invoke" => InvokeBench.RunAsync(report),
    "coldstart" => ColdStartBench.RunAsync(report),
    "put" => PutBench.RunAsync(report),
    _ => PipelineBench.RunAsync(report),
});
report.Print(json);
return 0;
