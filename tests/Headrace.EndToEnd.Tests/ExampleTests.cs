using Headrace.Harness;
using Headrace.Vision.Photographs;

namespace Headrace.EndToEnd.Tests;

/// <summary>The examples, as their READMEs say to run them.</summary>
public sealed class ExampleTests(ITestOutputHelper output) : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private const string Locust = "/usr/bin/locust";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("headrace-examples-");

    private static string Examples => Path.Combine(EngineProcess.RepositoryRoot, "examples");

    private static string Model => Path.Combine(EngineProcess.RepositoryRoot, "models", "floats", "floats.onnx");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Preprocess_with_boto3()
    {
        RequirePython("boto3");
        var text = await RunAsync(Python, "preprocess/preprocess.py", "--images", Photographs(3));

        Assert.Contains("3 of 3 images in", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preprocess_with_the_aws_CLI()
    {
        RequireProgram("/usr/bin/aws", "awscli");
        var result = Path.Combine(_folder.FullName, "gray.jpg");
        await RunAsync("bash", "preprocess/preprocess.sh", Path.Combine(Photographs(1), "0.jpg"), result);

        Assert.Equal([0xFF, 0xD8, 0xFF], (await File.ReadAllBytesAsync(result))[..3]);
    }

    [Fact]
    public async Task Detect_with_boto3()
    {
        RequirePython("boto3");
        var text = await RunAsync(Python, "detect/detect.py", "--images", Photographs(2), "--model", Model);

        Assert.Contains("2 of 2 images in", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detect_with_the_aws_CLI()
    {
        RequireProgram("/usr/bin/aws", "awscli");
        var text = await RunAsync("bash", "detect/detect.sh", Model, Path.Combine(Photographs(1), "0.jpg"));

        Assert.Contains("\"objects\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Classify_with_boto3_and_then_with_Locust()
    {
        RequirePython("boto3");
        RequireProgram(Locust, "python3-locust");
        await using var engine = await EngineProcess.StartAsync();
        var text = await RunOnAsync(engine, Python, "classify/classify.py");
        Assert.Contains("200 {\"prediction\": [2]}", text, StringComparison.Ordinal);

        var results = Path.Combine(_folder.FullName, "run");
        await RunOnAsync(
            engine, Locust, "--headless", "--users", "10", "--spawn-rate", "10", "--run-time", "4s", "--csv", results, "--csv-full-history", "--html", $"{results}.html",
            "--host", $"{engine.Endpoint.ToString().TrimEnd('/')}/_apis/example-classify", "--locustfile", Path.Combine(Examples, "classify", "locustfile.py"));

        var total = (await File.ReadAllLinesAsync($"{results}_stats.csv")).Single(line => line.StartsWith(",Aggregated,", StringComparison.Ordinal)).Split(',');
        Assert.True(int.Parse(total[2], System.Globalization.CultureInfo.InvariantCulture) > 50, "Locust sent next to nothing");
        Assert.Equal("0", total[3]);
        Assert.All((string[])["_stats_history.csv", "_failures.csv", ".html"], end => Assert.True(File.Exists(results + end)));
    }

    [Fact]
    public async Task Classify_with_the_aws_CLI_and_curl()
    {
        RequireProgram("/usr/bin/aws", "awscli");
        RequireProgram("/usr/bin/curl", "curl");
        var text = await RunAsync("bash", "classify/classify.sh");

        Assert.Contains("{\"prediction\": [2]}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gauge_with_boto3()
    {
        RequirePython("boto3");
        var text = await RunAsync(Python, "gauge/gauge.py", "--cameras", await CamerasAsync());

        Assert.Contains("2 of 2 pictures in", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split('\n').Count(line => line.Contains(" roi [", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Gauge_with_the_aws_CLI()
    {
        RequireProgram("/usr/bin/aws", "awscli");
        var text = await RunAsync("bash", "gauge/gauge.sh", await CamerasAsync());

        Assert.Contains("\"segmentation_verification\"", text, StringComparison.Ordinal);
        Assert.Contains("_segmented.png", text, StringComparison.Ordinal);
    }

    private async Task<string> CamerasAsync()
    {
        var folder = Path.Combine(_folder.FullName, "cameras");
        var (exit, text) = await ClientProgram.RunAsync(EngineProcess.Command, ["cameras", "--sites", "2", "--size", "640x384", "--out", folder]);
        Assert.True(exit == 0, text);
        return folder;
    }

    private static void RequireProgram(string path, string package) => Assert.SkipUnless(File.Exists(path), $"{path} is not installed (apt install {package})");

    private static void RequirePython(string module) =>
        Assert.SkipUnless(Directory.Exists($"/usr/lib/python3/dist-packages/{module}"), $"{module} is not installed for {Python} (apt install python3-{module})");

    private string Photographs(int count)
    {
        var folder = _folder.CreateSubdirectory("photographs").FullName;
        for (var number = 0; number < count; number++)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{number}.jpg"), PhotographGenerator.Create(number, 640, 480));
        }

        return folder;
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        await using var engine = await EngineProcess.StartAsync();
        return await RunOnAsync(engine, program, arguments);
    }

    private async Task<string> RunOnAsync(EngineProcess engine, string program, params string[] arguments)
    {
        if (arguments[0].EndsWith(".py", StringComparison.Ordinal) || arguments[0].EndsWith(".sh", StringComparison.Ordinal))
        {
            arguments = [Path.Combine(Examples, arguments[0]), .. arguments[1..]];
        }

        // Debian's programs, whatever else is on the path of whoever runs the tests.
        var (exit, text) = await ClientProgram.RunAsync(program, arguments, ClientProgram.VariablesOf(engine, ("PATH", "/usr/bin:/bin")));
        output.WriteLine(text);
        Assert.Equal(0, exit);
        return text;
    }
}
