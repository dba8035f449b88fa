using Xunit;

namespace Headrace.Gateway.Tests.S3;

/// <summary>Clients that other people wrote.</summary>
public sealed class ClientTests(S3Host host)
{
    [Fact]
    public async Task Boto3_is_served() => Assert.Contains("ok versions_are_kept", await host.Clients.RunPythonAsync("s3_boto3.py"), StringComparison.Ordinal);

    [Fact]
    public async Task The_aws_command_line_is_served()
    {
        var folder = Directory.CreateTempSubdirectory("headrace-cli-").FullName;
        var bucket = await host.NewBucketAsync();
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "up", "sub"));
            await File.WriteAllTextAsync(Path.Combine(folder, "up", "one file.txt"), "one");
            await File.WriteAllBytesAsync(Path.Combine(folder, "up", "sub", "big.bin"), new byte[9 * 1024 * 1024]);

            await RunAsync("cp", Path.Combine(folder, "up", "one file.txt"), $"s3://{bucket}/copied.txt");
            await RunAsync("sync", Path.Combine(folder, "up"), $"s3://{bucket}/synced/");
            var listed = await RunAsync("ls", "--recursive", $"s3://{bucket}/");
            await RunAsync("cp", $"s3://{bucket}/synced/sub/big.bin", Path.Combine(folder, "down.bin"));
            await RunAsync("mv", $"s3://{bucket}/copied.txt", $"s3://{bucket}/moved.txt");
            using var presigned = await host.Anonymous.GetAsync(new Uri((await RunAsync("presign", $"s3://{bucket}/moved.txt")).Trim()));
            await RunAsync("rm", "--recursive", $"s3://{bucket}/synced/");
            var left = await RunAsync("ls", "--recursive", $"s3://{bucket}/");

            Assert.Contains("synced/one file.txt", listed, StringComparison.Ordinal);
            Assert.Contains("synced/sub/big.bin", listed, StringComparison.Ordinal);
            Assert.Equal(9 * 1024 * 1024, new FileInfo(Path.Combine(folder, "down.bin")).Length);
            Assert.Equal("one", await presigned.Content.ReadAsStringAsync());
            Assert.DoesNotContain("synced", left, StringComparison.Ordinal);
            Assert.Contains("moved.txt", left, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Task<string> RunAsync(params string[] arguments) => host.Clients.RunCliAsync(["s3", .. arguments]);
}
