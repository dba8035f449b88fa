using Headrace.Bench;
using Headrace.Bench.Detect;
using Headrace.Bench.Peers;

if (args is [ColdOpen.Argument, var model, var copy])
{
    return ColdOpen.Run(model, copy);
}

if (args is [EchoProcess.Argument])
{
    return await EchoProcess.ServeAsync();
}

string[] known = ["invoke", "coldstart", "put", "pipeline", "detect", "detect-pipeline", "gauge", "logs", "tables", "api", "simulate", "lab-load", "lab-import", "lab-logs", "lab-recording"];
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
    "tables" => TablesBench.RunAsync(report),
    "detect" => DetectBench.RunAsync(report),
    "detect-pipeline" => DetectPipelineBench.RunAsync(report),
    "gauge" => GaugeBench.RunAsync(report),
    "logs" => LogsBench.RunAsync(report),
    "api" => ApiBench.RunAsync(report),
    "simulate" => SimulateBench.RunAsync(report),
    "lab-load" => LabLoadBench.RunAsync(report),
    "lab-import" => LabImportBench.RunAsync(report),
    "lab-recording" => LabRecordingBench.RunAsync(report),
    "lab-logs" => LabLogsBench.RunAsync(report),
    _ => PipelineBench.RunAsync(report),
});
report.Print(json);
return 0;
