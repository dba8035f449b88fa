using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headrace.Onnx;
using Headrace.Vision.Tests.Bootstrap;

namespace Headrace.Vision.Tests.Classify;

/// <summary>The built-in function <c>classify</c> as its own process, with the model that is shipped.</summary>
public sealed class ClassifyFunctionTests
{
    private static readonly string Model = Path.Combine(Repository.Root, "models", "iris", "iris.onnx");

    public ClassifyFunctionTests() => Assert.SkipUnless(OnnxRuntimeLibrary.IsAvailable, "ONNX Runtime is not here: eng/fetch-native");

    [Fact]
    public async Task A_bare_event_is_answered_in_the_originals_own_form()
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = Start(cloud);

        Assert.Equal("""{"statusCode":200,"body":"{\"prediction\": [2]}"}""", (await AskAsync(cloud, """{"values":[[5.9,3.0,5.1,2.3]]}""")).Text);
        Assert.Equal("""{"statusCode":200,"body":"{\"prediction\": [0, 1, 2]}"}""", (await AskAsync(cloud, """{"values":[[5.1,3.5,1.4,0.2],[5.5,2.4,3.8,1.1],[6.3,3.3,6,2.5]]}""")).Text);
    }

    [Theory]
    [InlineData("""{"version":"1.0","resource":"/predict","path":"/predict","httpMethod":"POST","headers":{},"requestContext":{},"body":"{\"values\":[[5.9,3.0,5.1,2.3]]}","isBase64Encoded":false}""")]
    [InlineData("""{"version":"2.0","routeKey":"POST /predict","rawPath":"/predict","requestContext":{"http":{"method":"POST"}},"body":"eyJ2YWx1ZXMiOltbNS45LDMuMCw1LjEsMi4zXV19","isBase64Encoded":true}""")]
    [InlineData("""{"body":{"values":[[5.9,3.0,5.1,2.3]]}}""")]
    public async Task A_proxy_events_body_is_read_and_its_answer_says_its_type(string payload)
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = Start(cloud);

        Assert.Equal("""{"statusCode":200,"headers":{"Content-Type":"application/json"},"body":"{\"prediction\": [2]}"}""", (await AskAsync(cloud, payload)).Text);
    }

    [Fact]
    public async Task Bad_input_has_a_clear_answer_and_the_environment_lives_on()
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = Start(cloud);
        foreach (var (payload, status, message) in new[]
        {
            ("{}", 400, "Missing input values."),
            ("""{"values":null}""", 400, "Missing input values."),
            ("""{"body":null}""", 400, "Missing input values."),
            ("""{"body":""}""", 400, "Missing input values."),
            ("""{"body":"{\"value\":[[1,2,3,4]]}"}""", 400, "Missing input values."),
            ("""{"values":[]}""", 500, "values has no rows"),
            ("""{"values":[[]]}""", 500, "values[0] has 0 numbers, the model takes 4"),
            ("""{"values":[[1,2,3]]}""", 500, "values[0] has 3 numbers, the model takes 4"),
            ("""{"values":[[1,2,3,4],[1,2,3,4,5]]}""", 500, "values[1] has 5 numbers, the model takes 4"),
            ("""{"values":[1,2,3,4]}""", 500, "values[0] is a number, not a row: a list of rows is [[…], […]]"),
            ("""{"values":[["1","2","3","4"]]}""", 500, "values[0][0] is a string, not a number"),
            ("""{"values":[[1,2,3,null]]}""", 500, "values[0][3] is null, not a number"),
            ("""{"values":[[1,2,3,1e300]]}""", 500, "values[0][3] is too large"),
            ("""{"values":"5.9,3.0,5.1,2.3"}""", 500, "values is a string, not a list of rows"),
            ("""{"body":"{\"values\":[[NaN,1,2,3]]}"}""", 500, "the body is not JSON: 'N' is an invalid start of a value. LineNumber: 0 | BytePositionInLine: 12."),
            ("""{"body":"values=1"}""", 500, "the body is not JSON: 'v' is an invalid start of a value. LineNumber: 0 | BytePositionInLine: 0."),
            ("""{"body":"[[1,2,3,4]]"}""", 500, "the body is a list, not an object with values"),
            ("""{"body":"%%%","isBase64Encoded":true}""", 500, "the body is not base64"),
            ("""{"body":7}""", 500, "the event's body is a number, not text"),
            ("[1]", 500, "the event is a list, not an object with values"),
            ("null", 500, "the event is null, not an object with values"),
        })
        {
            var outcome = await AskAsync(cloud, payload);
            var answer = JsonNode.Parse(outcome.Text)!;
            Assert.Null(outcome.ErrorHeader);
            Assert.Equal((payload, status), (payload, (int)answer["statusCode"]!));
            Assert.Equal($"Error: {message}", JsonSerializer.Deserialize<string>((string)answer["body"]!));
        }

        Assert.False(function.HasExited);
        Assert.Contains("[2]", (await AskAsync(cloud, """{"values":[[5.9,3.0,5.1,2.3]]}""")).Text, StringComparison.Ordinal);
    }

    public static TheoryData<string> OddPictureNames => OddPictures.Names;

    [Theory]
    [MemberData(nameof(OddPictureNames))]
    public async Task A_picture_is_no_body_of_rows(string name)
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = Start(cloud);
        var file = OddPictures.Named(name).File;
        if (file.Length > 1 << 20)
        {
            file = file[..(1 << 20)]; // an event holds 6 MB, in base64
        }

        var answer = JsonNode.Parse((await AskAsync(cloud, $$"""{"body":"{{Convert.ToBase64String(file)}}","isBase64Encoded":true}""")).Text)!;
        var message = JsonSerializer.Deserialize<string>((string)answer["body"]!)!;
        Assert.Equal(file.Length == 0 ? 400 : 500, (int)answer["statusCode"]!);
        Assert.StartsWith(file.Length == 0 ? "Error: Missing input values." : "Error: the body is not JSON: ", message, StringComparison.Ordinal);
        Assert.Contains("[2]", (await AskAsync(cloud, """{"values":[[5.9,3.0,5.1,2.3]]}""")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_rows_and_a_body_of_six_megabytes_are_answered()
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = Start(cloud);
        var rows = await ManyAsync(cloud, 10_000);
        Assert.Equal(10_000, rows.Count);
        Assert.Equal([0, 1, 2], rows.Distinct().Order());

        Assert.Equal(290_000, (await ManyAsync(cloud, 290_000)).Count);
        var deep = new string('[', 3_000_000) + new string(']', 3_000_000);
        Assert.Contains("is not JSON", (await AskAsync(cloud, $$"""{"values":{{deep}}}""")).Text, StringComparison.Ordinal);
        Assert.Single(await ManyAsync(cloud, 1));
    }

    [Fact]
    public async Task Every_row_of_the_iris_data_is_predicted_as_its_training_log_says()
    {
        var data = Path.Combine(Repository.SharedData, "iris.csv");
        Assert.SkipUnless(File.Exists(data), "../shared/data/iris.csv is not here");
        var rows = (await File.ReadAllLinesAsync(data)).Skip(1).Select(line => line.Split(',')).ToList();
        await using var cloud = await FakeCloud.StartAsync();
        using var function = Start(cloud);
        var predictions = Predictions((await AskAsync(cloud, $$"""{"values":[{{string.Join(',', rows.Select(row => $"[{string.Join(',', row[..4])}]"))}}]}""")).Text);

        var right = predictions.Zip(rows).Count(row => row.First == int.Parse(row.Second[4], CultureInfo.InvariantCulture));
        Assert.Contains($"accuracy on the training rows: {(right / 150.0).ToString("0.0000", CultureInfo.InvariantCulture)}", await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(Model)!, "train.log")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere/iris.onnx", "ModelNotFound", "MODEL: there is no file /nowhere/iris.onnx")]
    [InlineData("flower.onnx", "ModelNotFound", "MODEL: there is no file flower.onnx in ")]
    [InlineData("s3://models", "BadConfiguration", "MODEL is 's3://models': an object is s3://bucket/key")]
    [InlineData("/etc/hostname", "ModelRejected", "MODEL /etc/hostname: ")]
    public async Task A_model_that_cannot_be_used_is_an_error_of_initialisation(string model, string type, string message)
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "classify", ("MODEL", model));
        var outcome = await cloud.InitError.Task;

        Assert.Equal(type, outcome.ErrorType);
        Assert.StartsWith(message, outcome.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(1, await function.WaitAsync());
    }

    private static FunctionProcess Start(FakeCloud cloud) => FunctionProcess.Start(cloud, "classify", ("MODEL", Model));

    private static Task<Outcome> AskAsync(FakeCloud cloud, string payload) => cloud.InvokeAsync(Encoding.UTF8.GetBytes(payload));

    private static async Task<List<int>> ManyAsync(FakeCloud cloud, int count)
    {
        var rows = Enumerable.Range(0, count).Select(row => (row % 3) switch { 0 => "[5.1,3.5,1.4,0.2]", 1 => "[5.5,2.4,3.8,1.1]", _ => "[6.3,3.3,6,2.5]" });
        return Predictions((await AskAsync(cloud, $$"""{"values":[{{string.Join(',', rows)}}]}""")).Text);
    }

    private static List<int> Predictions(string answer) =>
        [.. JsonNode.Parse((string)JsonNode.Parse(answer)!["body"]!)!["prediction"]!.AsArray().Select(label => (int)label!)];
}
