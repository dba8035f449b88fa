using System.Diagnostics;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Headrace.Harness;
using Headrace.Vision.Photographs;

namespace Headrace.EndToEnd.Tests;

/// <summary>Upload → function → output, driven by the clients people have: boto3, the aws CLI, the AWS SDK for .NET.</summary>
public sealed class ClientTests(ITestOutputHelper output)
{
    private const string Python = "/usr/bin/python3";
    private const string AwsCli = "/usr/bin/aws";

    [Fact]
    public async Task Boto3_drives_the_whole_path()
    {
        Assert.SkipUnless(File.Exists(Python) && await ClientProgram.RunAsync(Python, ["-c", "import boto3"]) is (0, _), "boto3 is not installed for /usr/bin/python3 (apt install python3-boto3)");
        await using var engine = await EngineProcess.StartAsync();
        await DriveAsync(engine, Python, "whole_path.py");
    }

    [Fact]
    public async Task The_aws_CLI_drives_the_whole_path()
    {
        Assert.SkipUnless(File.Exists(AwsCli), "the aws CLI is not installed (apt install awscli)");
        await using var engine = await EngineProcess.StartAsync();
        await DriveAsync(engine, "bash", "whole_path.sh");
    }

    [Fact]
    public async Task The_AWS_SDK_for_dotNET_drives_the_whole_path()
    {
        await using var engine = await EngineProcess.StartAsync();
        await engine.SetUpPreprocessAsync("sdk-in", "sdk-out");
        using var s3 = new AmazonS3Client(
            new BasicAWSCredentials(engine.Credentials.AccessKeyId, engine.Credentials.SecretAccessKey),
            new AmazonS3Config { ServiceURL = engine.Endpoint.ToString(), ForcePathStyle = true, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
        var put = await s3.PutObjectAsync(new PutObjectRequest { BucketName = "sdk-in", Key = "dam.jpg", InputStream = new MemoryStream(PhotographGenerator.Create(1, 1200, 800)) });
        Assert.False(string.IsNullOrEmpty(put.ETag));

        GetObjectResponse? result = null;
        for (var patience = Stopwatch.StartNew(); result is null;)
        {
            try
            {
                result = await s3.GetObjectAsync("sdk-out", "dam.jpg");
            }
            catch (AmazonS3Exception missing) when (missing.ErrorCode == "NoSuchKey")
            {
                Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), "The output did not come.");
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }
        }

        Assert.Equal("image/jpeg", result.Headers.ContentType);
    }

    private async Task DriveAsync(EngineProcess engine, string program, string script)
    {
        var photograph = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(photograph, PhotographGenerator.Create(7, 1200, 800));
            var (exit, text) = await ClientProgram.RunAsync(
                program, [Path.Combine(AppContext.BaseDirectory, "Clients", script), photograph], ClientProgram.VariablesOf(engine, ("AWS", AwsCli)));
            output.WriteLine(text);
            Assert.Equal(0, exit);
            Assert.EndsWith("ok", text.TrimEnd(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(photograph);
        }
    }
}
