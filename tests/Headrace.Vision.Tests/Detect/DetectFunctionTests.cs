using System.Text;
using System.Text.Json;
using Headrace.Harness;
using Headrace.Vision.Photographs;
using Headrace.Vision.Tests.Bootstrap;
using Headrace.Vision.Tests.Detection;

namespace Headrace.Vision.Tests.Detect;

/// <summary>What the detect function does about its table: written, busy, not there, not configured, not reachable.</summary>
public sealed class DetectFunctionTests : IDisposable
{
    private static readonly byte[] Photograph = PhotographGenerator.Create(1, 320, 200);

    private readonly TemporaryFolder _folder = new();

    public DetectFunctionTests() => DetectorModels.WriteBoat(_folder["boat.onnx"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_upload_becomes_an_item()
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = Start(cloud, ("TABLE", "objects"));

        Assert.Null((await UploadAsync(cloud)).ErrorHeader);
        Assert.True(cloud.Items.TryDequeue(out var text));
        var item = JsonDocument.Parse(text).RootElement;
        Assert.Equal("objects", item.GetProperty("TableName").GetString());
        item = item.GetProperty("Item");
        Assert.Equal("photo.jpg", item.GetProperty("id").GetProperty("S").GetString());
        Assert.Equal(
            """[{"M":{"label":{"S":"boat"},"accuracy":{"N":"0.8"},"box":{"L":[{"N":"80"},{"N":"75"},{"N":"160"},{"N":"50"}]}}}]""",
            item.GetProperty("objects").GetProperty("L").GetRawText());
    }

    [Theory]
    [InlineData(400, "ThrottlingException")]
    [InlineData(400, "ProvisionedThroughputExceededException")]
    [InlineData(400, "RequestLimitExceeded")]
    [InlineData(500, "InternalServerError")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task A_table_that_is_busy_is_asked_again_and_not_for_ever(int status, string code)
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = Start(cloud, ("TABLE", "objects"));
        Refuse(cloud, status, code, times: 3);
        Assert.Null((await UploadAsync(cloud)).ErrorHeader);
        Assert.Single(cloud.Items);

        Refuse(cloud, status, code, times: 4);
        var outcome = await UploadAsync(cloud);
        Assert.Equal((code, $"PutItem objects: {status} {code}: because"), (outcome.ErrorType, outcome.ErrorMessage));
        Assert.Null((await UploadAsync(cloud)).ErrorHeader);
    }

    [Theory]
    [InlineData("ResourceNotFoundException")]
    [InlineData("AccessDeniedException")]
    [InlineData("ExpiredTokenException")]
    [InlineData("ValidationException")]
    public async Task A_refusal_that_will_not_pass_fails_the_event_at_once_under_its_own_code(string code)
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = Start(cloud, ("TABLE", "objects"));
        Refuse(cloud, 400, code, times: 1);

        var outcome = await UploadAsync(cloud);
        Assert.Equal((code, $"PutItem objects: 400 {code}: because"), (outcome.ErrorType, outcome.ErrorMessage));
        Assert.Null((await UploadAsync(cloud)).ErrorHeader);
    }

    [Fact]
    public async Task An_endpoint_that_nobody_listens_at_is_named()
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = Start(cloud, ("TABLE", "objects"), ("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1"));

        var outcome = await UploadAsync(cloud);
        Assert.Equal("TableUnreachable", outcome.ErrorType);
        Assert.StartsWith("PutItem objects: 127.0.0.1:1: ", outcome.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_table_there_is_an_answer_and_a_log_line()
    {
        var cloud = await FakeCloud.StartAsync();
        using var function = Start(cloud);
        Assert.Contains("\"label\":\"boat\"", (await UploadAsync(cloud)).Text, StringComparison.Ordinal);
        Assert.Empty(cloud.Items);
        await cloud.DisposeAsync();
        await function.WaitAsync();

        Assert.Contains("detect uploads/photo.jpg: no TABLE is configured, so no item is written", await function.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CONFIDENCE", "1.5", "CONFIDENCE is '1.5': it is a number from 0 to 1")]
    [InlineData("OVERLAP", "much", "OVERLAP is 'much': it is a number from 0 to 1")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB", "here", "AWS_ENDPOINT_URL_DYNAMODB is 'here': it is an address such as http://127.0.0.1:4566")]
    public async Task A_variable_that_makes_no_sense_fails_the_initialisation(string name, string value, string message)
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = Start(cloud, ("TABLE", "objects"), (name, value));
        var outcome = await cloud.InitError.Task;

        Assert.Equal(("BadConfiguration", message), (outcome.ErrorType, outcome.ErrorMessage));
    }

    private FunctionProcess Start(FakeCloud cloud, params (string, string?)[] variables) =>
        FunctionProcess.Start(cloud, "detect", [("MODEL", _folder["boat.onnx"]), ("OUTPUT_BUCKET", null), ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"), .. variables]);

    private static void Refuse(FakeCloud cloud, int status, string code, int times)
    {
        for (; times > 0; times--)
        {
            cloud.ItemRefusals.Enqueue((status, $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{code}}","message":"because"}"""));
        }
    }

    private static Task<Outcome> UploadAsync(FakeCloud cloud)
    {
        cloud.Objects["/uploads/photo.jpg"] = (Photograph, "image/jpeg");
        return cloud.InvokeAsync(Encoding.UTF8.GetBytes("""{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"uploads"},"object":{"key":"photo.jpg"}}}]}"""));
    }
}
