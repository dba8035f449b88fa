using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Importing;

public sealed class DetectionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_clients_run_becomes_items_one_after_another()
    {
        var run = Import.Of(_folder.File("out.json", """
            [{"id": "1", "input_image": "a.jpg", "objects": [{"label": "person", "accuracy": 0.9, "box": [1, 2, 3, 4]}], "inference_ms": 12.5, "transfer_ms": 3},
             {"id": "2", "input_image": "b.jpg", "objects": [], "inference_ms": null, "transfer_ms": null, "error": "no answer"},
             {"id": "3", "input_image": "c.jpg", "objects": [], "inference_ms": 2, "transfer_ms": 1}]
            """));

        Assert.Equal([("1", 15.5, 3.0, 12.5f), ("2", double.NaN, double.NaN, float.NaN), ("3", 3.0, 1.0, 2f)], run.Items.Select(item => (item.Id, item.Response, item.Upload, item.Phases.Infer)));
        Assert.Equal((ItemStatus.Failed, "no answer"), (run.Items[1].Status, run.Items[1].Error));
        Assert.Equal(15.5, run.Items[2].Sent.Since(run.Items[0].Sent));
        Assert.Contains("out.json has no times of day", Assert.Single(run.Manifest.Remarks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "nothing in it that could be reported")]
    [InlineData("[{\"id\": 1}]", "out.json, line 1, column ")]
    [InlineData("[{\"inference_ms\": 1}]", "out.json, line 1, column ")]
    [InlineData("[{\"id\": \"1\", ", "out.json, line 1, column ")]
    [InlineData("[null]", "out.json, line 1, column 1: entry 1 is null")]
    public void What_is_wrong_is_said_by_place(string content, string message) =>
        Assert.Contains(message, Import.Refusal(_folder.File("out.json", content)), StringComparison.Ordinal);
}
