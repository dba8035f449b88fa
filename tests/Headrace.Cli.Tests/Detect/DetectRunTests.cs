using System.Text.Json;
using Headrace.Harness;
using Headrace.Vision.Photographs;

namespace Headrace.Cli.Tests.Detect;

public sealed class DetectRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DetectRunTests()
    {
        DetectorModels.WriteBoat(_folder["boat.onnx"]);
        Directory.CreateDirectory(_folder["images"]);
        for (var number = 0; number < 3; number++)
        {
            File.WriteAllBytes(_folder[$"images/{number}.jpg"], PhotographGenerator.Create(number, 320, 200));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_is_detected_locally_and_each_image_has_its_times()
    {
        var outcome = await RunAsync("local", "--model", _folder["boat.onnx"]);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("exec type", outcome.Output, StringComparison.Ordinal);
        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["out.json"]));
        Assert.Equal(["0.jpg", "1.jpg", "2.jpg"], written.RootElement.EnumerateArray().Select(image => image.GetProperty("input_image").GetString()));
        Assert.All(written.RootElement.EnumerateArray(), image =>
        {
            Assert.Equal("""[{"label":"boat","accuracy":0.8,"box":[80,75,160,50]}]""", image.GetProperty("objects").GetRawText());
            Assert.True(image.GetProperty("inference_ms").GetDouble() > 0);
            Assert.True(image.GetProperty("transfer_ms").GetDouble() > 0);
            Assert.False(image.TryGetProperty("error", out _));
        });
    }

    [Fact]
    public async Task A_failed_image_is_reported_and_not_dropped()
    {
        await File.WriteAllTextAsync(_folder["images/notes.txt"], "no image");

        var outcome = await RunAsync("local", "--model", _folder["boat.onnx"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("notes.txt: 400: The field 'image_data' holds not an image", outcome.Error, StringComparison.Ordinal);
        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["out.json"]));
        Assert.Equal(4, written.RootElement.GetArrayLength());
        Assert.Contains("not an image", written.RootElement[3].GetProperty("error").GetString(), StringComparison.Ordinal);
        using var totals = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["out.summary.json"]));
        Assert.Equal((4, 1), (totals.RootElement.GetProperty("local").GetProperty("images").GetInt32(), totals.RootElement.GetProperty("local").GetProperty("failed").GetInt32()));
    }

    [Fact]
    public async Task Uploads_are_detected_by_the_function_and_both_ways_stand_side_by_side()
    {
        Assert.SkipWhen(Installation.BuiltInFolder is null, "The built-in functions are not published: ./headrace --prepare");
        await using var engine = await EngineProcess.StartAsync();
        await engine.SetUpDetectAsync(await File.ReadAllBytesAsync(_folder["boat.onnx"]), "photos", "found", "annotated", memorySize: 1024);
        await File.WriteAllTextAsync(_folder["images/notes.txt"], "no image");
        Dictionary<string, string> keys = new() { ["AWS_ACCESS_KEY_ID"] = engine.Credentials.AccessKeyId, ["AWS_SECRET_ACCESS_KEY"] = engine.Credentials.SecretAccessKey };

        await RunAsync("local", "--model", _folder["boat.onnx"]);
        var outcome = await HeadraceProcess.RunAsync(
            keys, "detect", "run", "--input", _folder["images"], "--exec-type", "aws", "--endpoint", engine.Endpoint.ToString(), "--bucket", "photos", "--table", "found", "--output", _folder["out.json"]);

        Assert.Contains("notes.txt: not an image of a known format", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(["aws", "local"], outcome.Output.Split('\n').Skip(1).Where(line => line.Length > 0).Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal));
        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["out.json"]));
        Assert.All(written.RootElement.EnumerateArray().Take(3), image => Assert.Equal("""[{"label":"boat","accuracy":0.8,"box":[80,75,160,50]}]""", image.GetProperty("objects").GetRawText()));
        var annotated = await engine.CallAsync("s3", HttpMethod.Get, "/annotated?list-type=2");
        Assert.Contains("<KeyCount>3</KeyCount>", annotated, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--exec-type local needs --model", "--exec-type", "local")]
    [InlineData("--exec-type aws needs --bucket", "--exec-type", "aws")]
    [InlineData("There is no model nowhere.onnx.", "--exec-type", "local", "--model", "nowhere.onnx")]
    [InlineData("is not a URL", "--exec-type", "local", "--endpoint", "here")]
    public async Task A_wrong_command_line_is_told_in_one_sentence(string sentence, params string[] arguments)
    {
        Dictionary<string, string> keys = new() { ["AWS_ACCESS_KEY_ID"] = "000000000000", ["AWS_SECRET_ACCESS_KEY"] = "secret" };
        var outcome = await HeadraceProcess.RunAsync(keys, ["detect", "run", "--input", _folder["images"], "--output", _folder["out.json"], .. arguments]);

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(sentence, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.Trim().Split('\n'));
    }

    private Task<Outcome> RunAsync(string execType, params string[] arguments) =>
        HeadraceProcess.RunAsync(["detect", "run", "--input", _folder["images"], "--exec-type", execType, "--output", _folder["out.json"], .. arguments]);
}
