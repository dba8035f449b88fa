using System.Collections.Immutable;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Headrace.Cli.Demo;
using Headrace.Scenes.Fleet;
using Headrace.Scenes.Rendering;
using Headrace.Wire.Signing;

namespace Headrace.Cli.Cameras;

/// <summary>A fleet that takes pictures now, and at every interval, and uploads each to its site's bucket.</summary>
internal sealed class LiveCameras(
    (Uri Endpoint, AwsCredentials Credentials, string Region) target, ImmutableArray<CameraSite> fleet, (int Width, int Height) size, bool withObjects, TimeProvider time)
{
    /// <summary>Land takes seven bytes a pixel: few sites keep theirs between rounds, many work it out again.</summary>
    private const int MostKept = 16;

    private readonly CameraScene?[] _kept = new CameraScene?[fleet.Length];
    private int _uploaded;
    private int _failed;

    public async Task<int> RunAsync(TimeSpan interval, int? rounds, bool isJson, CancellationToken cancellationToken)
    {
        using var s3 = Connect();
        var done = 0;
        try
        {
            await CreateBucketsAsync(s3, cancellationToken);
            using var timer = new PeriodicTimer(interval, time);
            do
            {
                await DemoProgress.ShowAsync(isJson, "pictures", fleet.Length, progress => UploadAllAsync(s3, progress, cancellationToken));
                done++;
            }
            while (done != rounds && await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C is how a live source ends.
        }

        var report = new LiveReport(fleet.Length, done, _uploaded, _failed);
        Console.Out.WriteLine(isJson ? report.ToJson() : report.ToText());
        return _failed == 0 ? HeadraceCommand.Succeeded : HeadraceCommand.Failed;
    }

    private AmazonS3Client Connect() => AwsClients.S3(target.Endpoint, target.Credentials, target.Region);

    /// <exception cref="CommandException">No engine answers, or a bucket cannot be made.</exception>
    private async Task CreateBucketsAsync(AmazonS3Client s3, CancellationToken cancellationToken)
    {
        foreach (var site in fleet)
        {
            try
            {
                await s3.PutBucketAsync(new PutBucketRequest { BucketName = site.Bucket }, cancellationToken);
            }
            catch (AmazonS3Exception failure) when (failure.ErrorCode == "BucketAlreadyOwnedByYou")
            {
                // As the last run left it.
            }
            catch (AmazonServiceException failure)
            {
                throw new CommandException($"The bucket {site.Bucket} cannot be made: {failure.Message}", failure);
            }
            catch (HttpRequestException failure)
            {
                throw new CommandException($"No engine answers at {target.Endpoint.ToString().TrimEnd('/')}: start one with `headrace serve`.", failure);
            }
        }
    }

    private async Task<int> UploadAllAsync(AmazonS3Client s3, DemoProgress progress, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, fleet.Length, options, async (index, cancelled) =>
        {
            var site = fleet[index];
            try
            {
                var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
                using var picture = new MemoryStream(Scene(index).Render(now, site.Hydrograph.StageAt(now), withObjects).EncodeJpeg());
                var upload = new PutObjectRequest { BucketName = site.Bucket, Key = site.ImageName(now), InputStream = picture, ContentType = "image/jpeg" };
                await s3.PutObjectAsync(upload, cancelled);
                Interlocked.Increment(ref _uploaded);
            }
            catch (Exception failure) when (failure is AmazonServiceException or HttpRequestException)
            {
                // A camera that misses one picture takes the next.
                Interlocked.Increment(ref _failed);
                await Console.Error.WriteLineAsync($"headrace: {site.Id}: {failure.Message}");
            }

            progress.Advance();
        });
        return fleet.Length;
    }

    private CameraScene Scene(int index) =>
        fleet.Length > MostKept ? new CameraScene(fleet[index], size.Width, size.Height) : _kept[index] ??= new CameraScene(fleet[index], size.Width, size.Height);
}
