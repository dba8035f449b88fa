using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Headrace.Vision.Tests.Bootstrap;

/// <summary>The bootstrap as a Lambda runtime.</summary>
public sealed class BootstrapProcessTests
{
    [Fact]
    public async Task Echo_answers_with_its_event()
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "echo");
        foreach (var payload in new[] { "{}", "null", """{"text":"größer als 😀"}""", $"\"{new string('x', 300_000)}\"" })
        {
            var outcome = await cloud.InvokeAsync(Encoding.UTF8.GetBytes(payload));

            Assert.Null(outcome.ErrorHeader);
            Assert.Equal(payload, outcome.Text);
        }
    }

    [Fact]
    public async Task Noop_answers_null()
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "noop");

        Assert.Equal("null", (await cloud.InvokeAsync("{}"u8.ToArray())).Text);
    }

    [Fact]
    public async Task An_unknown_handler_is_an_error_of_initialisation_that_names_the_known_ones()
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "predict");
        var outcome = await cloud.InitError.Task;

        Assert.Equal("Runtime.HandlerNotFound", outcome.ErrorHeader);
        Assert.Equal("'predict' is not a built-in handler; there are: classify, detect, echo, gauge, noop, preprocess, talk.", outcome.ErrorMessage);
        Assert.Equal(1, await function.WaitAsync());
    }

    [Theory]
    [InlineData("OUTPUT_BUCKET", null, "OUTPUT_BUCKET is not set")]
    [InlineData("IMAGE_SIZE", "256*256", "IMAGE_SIZE is '256*256'")]
    [InlineData("IMAGE_SIZE", "0x10", "IMAGE_SIZE is '0x10'")]
    [InlineData("QUALITY", "101", "QUALITY is '101': it is a whole number from 1 to 100")]
    [InlineData("MAX_PIXELS", "many", "MAX_PIXELS is 'many'")]
    [InlineData("AWS_ENDPOINT_URL", "here", "AWS_ENDPOINT_URL is 'here': it is an address such as http://127.0.0.1:4566")]
    [InlineData("AWS_ENDPOINT_URL_S3", "ftp://127.0.0.1", "AWS_ENDPOINT_URL_S3 is 'ftp://127.0.0.1': it is an address such as http://127.0.0.1:4566")]
    [InlineData("AWS_ACCESS_KEY_ID", null, "AWS_ACCESS_KEY_ID is not set")]
    public async Task Configuration_that_makes_no_sense_is_an_error_of_initialisation(string name, string? value, string message)
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "preprocess", (name, value));
        var outcome = await cloud.InitError.Task;

        Assert.Equal("BadConfiguration", outcome.ErrorType);
        Assert.StartsWith(message, outcome.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(1, await function.WaitAsync());
    }

    [Fact]
    public async Task The_process_ends_when_its_environment_does()
    {
        var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "noop");
        await cloud.Ready.Task;
        await cloud.DisposeAsync();

        Assert.Equal(1, await function.WaitAsync());
        Assert.StartsWith("bootstrap: ", await function.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runtime_api_that_refuses_ends_the_process()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "noop", ("AWS_LAMBDA_RUNTIME_API", listener.LocalEndpoint.ToString()));
        using var connection = await listener.AcceptTcpClientAsync();
        await connection.GetStream().WriteAsync("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"u8.ToArray());

        Assert.Equal(1, await function.WaitAsync());
        Assert.Contains("next answered 500", await function.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_of_an_environment_it_says_what_it_is()
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "noop", ("AWS_LAMBDA_RUNTIME_API", null));

        Assert.Equal(2, await function.WaitAsync());
        Assert.Contains("AWS_LAMBDA_RUNTIME_API is not set", await function.Log, StringComparison.Ordinal);
    }
}
