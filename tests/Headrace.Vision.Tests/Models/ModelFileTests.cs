using Headrace.Bootstrap.Models;
using Headrace.Bootstrap.Runtime;
using Headrace.Bootstrap.S3;
using Headrace.Vision.Tests.Bootstrap;
using Headrace.Wire.Signing;

namespace Headrace.Vision.Tests.Models;

public sealed class ModelFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("headrace-models-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void An_absolute_path_is_taken_as_it_is()
    {
        var file = Write("river.onnx");

        Assert.Equal(file, Find(("MODEL", file)));
    }

    [Fact]
    public void The_functions_code_comes_before_the_models_that_are_shipped()
    {
        var shipped = Write("runtime/models/iris.onnx");
        Assert.Equal(shipped, Find(("MODEL", "iris.onnx"), ("LAMBDA_TASK_ROOT", Path.Combine(folder.FullName, "task")), ("LAMBDA_RUNTIME_DIR", Path.Combine(folder.FullName, "runtime"))));

        var own = Write("task/iris.onnx");
        Assert.Equal(own, Find(("MODEL", "iris.onnx"), ("LAMBDA_TASK_ROOT", Path.Combine(folder.FullName, "task")), ("LAMBDA_RUNTIME_DIR", Path.Combine(folder.FullName, "runtime"))));
    }

    [Fact]
    public void What_is_missing_is_named_with_every_place_that_was_looked_in()
    {
        var failure = Assert.Throws<HandlerException>(() => Find(("MODEL", "iris.onnx"), ("LAMBDA_TASK_ROOT", "/var/task"), ("LAMBDA_RUNTIME_DIR", "/var/runtime")));

        Assert.Equal("ModelNotFound", failure.ErrorType);
        Assert.StartsWith("MODEL: there is no file iris.onnx in /var/task, /opt/models, /opt, /var/runtime/models, ", failure.Message, StringComparison.Ordinal);
        Assert.Equal("MODEL: there is no file /nowhere/x.onnx", Assert.Throws<HandlerException>(() => Find(("MODEL", "/nowhere/x.onnx"))).Message);
    }

    [Fact]
    public void A_variable_that_is_not_set_is_the_default_or_nothing()
    {
        Assert.Null(new ModelFile(_ => null, NoS3).Find("GROUND_TRUTH"));
        Assert.Equal("BadConfiguration", Assert.Throws<HandlerException>(() => new ModelFile(_ => "", NoS3).Require("MODEL")).ErrorType);
        var shipped = Write("models/iris.onnx");
        Assert.Equal(shipped, new ModelFile(name => name == "LAMBDA_RUNTIME_DIR" ? folder.FullName : null, NoS3).Find("MODEL", "iris.onnx"));
    }

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3://bucket")]
    [InlineData("s3://bucket/")]
    [InlineData("s3:///key")]
    public void An_address_without_bucket_or_key_is_refused(string address)
    {
        var failure = Assert.Throws<HandlerException>(() => Find(("MODEL", address)));

        Assert.Equal(("BadConfiguration", $"MODEL is '{address}': an object is s3://bucket/key"), (failure.ErrorType, failure.Message));
    }

    [Fact]
    public async Task A_model_in_S3_is_downloaded_once()
    {
        await using var cloud = await FakeCloud.StartAsync();
        var key = $"sites/{Guid.NewGuid():N}/my model.onnx";
        cloud.Objects[$"/models/{key}"] = ([1, 2, 3], null);
        var clients = 0;
        var models = new ModelFile(_ => $"s3://models/{key}", () =>
        {
            clients++;
            return new S3Client(
                new Uri($"http://{cloud.Address}"), new RequestSigner(new AwsCredentials("AKIDEXAMPLE", "secret", "the-session-token"), "us-east-1", TimeProvider.System));
        });

        var file = models.Find("MODEL")!;
        try
        {
            Assert.Equal("my model.onnx", Path.GetFileName(file));
            Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(file));
            Assert.Equal(file, models.Find("MODEL"));
            Assert.Equal(1, clients);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }

        cloud.Objects.Clear();
        var failure = Assert.Throws<HandlerException>(() => models.Find("MODEL"));
        Assert.Equal("NoSuchKey", failure.ErrorType);
        Assert.StartsWith($"MODEL: GET models/{key}: 404 NoSuchKey", failure.Message, StringComparison.Ordinal);
    }

    private static string? Find(params (string Name, string Value)[] variables) =>
        new ModelFile(name => variables.FirstOrDefault(variable => variable.Name == name).Value, NoS3).Find("MODEL");

    private static S3Client NoS3() => throw new InvalidOperationException("S3 is not asked.");

    private string Write(string name)
    {
        var file = Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, [0]);
        return file;
    }
}
